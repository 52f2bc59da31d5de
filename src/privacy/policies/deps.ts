import type { Accounts } from '../../accounts/index.ts'
import type { Audit } from '../../audit/index.ts'
import type { Stamps } from '../../http/index.ts'
import type { Clock } from '../../kernel/index.ts'
import type { Mail, Translator } from '../../mail/index.ts'
import type { PolicyModel, PolicyVersion } from './policy.model.ts'
import type { PolicyName } from './policies.words.ts'
import type { SightingModel } from './sighting.model.ts'

/** What policies are kept, told and shown with. */
export interface PolicyDeps {
  policies: PolicyModel
  sightings: SightingModel
  accounts: Accounts
  audit: Pick<Audit, 'record'>
  mail: Mail
  translator: Translator
  stamps: Stamps
  clock: Clock
  siteOrigin: string
  siteName: string
  /** A first text of a policy, made of the settings and of what is held of people; has blanks to fill in. */
  generate: (policy: PolicyName) => string
  /** Where a policy stands on another site of the owner's. */
  elsewhere: Partial<Record<PolicyName, string>>
  /** What its version is called there. */
  versionElsewhere: string
  /** Changes that every page tells members of; read anew when something changed here, and now and then. */
  news: { current(): Promise<readonly PolicyVersion[]>; forget(): void }
  link: (path: string) => string
  fullAddress: (path: string) => string
}

/** Version stamp of the pages of policies. */
export const policyStamp = 'policies'
