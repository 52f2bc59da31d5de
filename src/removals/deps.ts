import type { Connection } from 'mongoose'
import type { Accounts } from '../accounts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Stamps } from '../http/index.ts'
import type { Clock, DataSubject, RandomToken, Removable, RemovableKind } from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { CaseModel } from './case.model.ts'
import type { DecisionModel } from './decision.model.ts'
import type { RunModel } from './engine/run.model.ts'
import type { WaysOn } from './letter-words.ts'
import type { RemovalMail } from './letters.ts'

/** What commands and queries of this feature work with. */
export interface RemovalDeps {
  cases: CaseModel
  decisions: DecisionModel
  runs: RunModel
  /** The whole store, for the search over what is left. */
  connection: Connection
  removables: Readonly<Record<RemovableKind, Removable>>
  accounts: Pick<Accounts, 'recipients' | 'people' | 'staffWith' | 'withAddress'>
  mail: Pick<Mail, 'enqueue' | 'enqueueAll' | 'cancelAbout'>
  letters: RemovalMail
  audit: Pick<Audit, 'record'>
  stamps: Stamps
  /** Takes everybody's copies of their data back that wait to be fetched, or are being made. */
  dropExports: () => Promise<void>
  /** Erases everything that any feature holds of a person. Safe to run again. */
  forget: (subject: DataSubject) => Promise<void>
  clock: Clock
  randomToken: RandomToken
  /** Keys the tokens of status pages. */
  secret: string
  /** In which days are counted. */
  timeZone: string
  /** Where files are kept beside the store. */
  uploadsFolder: string
  /** The supervisory authority and the dispute body that a refusal names. */
  waysOn: WaysOn
  /** Full address of the home page, without a slash at its end. */
  siteUrl: string
  mountPath: string
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  /** The full address of a path below the mount path. */
  fullAddress: (path: string) => string
}
