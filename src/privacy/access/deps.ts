import type { Audit } from '../../audit/index.ts'
import type { Clock, DataSubject, RandomToken } from '../../kernel/index.ts'
import type { Mail, Translator } from '../../mail/index.ts'
import type { OpenedExport } from '../exports/queries/open-export.ts'
import type { AccessModel } from './access.model.ts'

/** What requests for access are taken and answered with. */
export interface AccessDeps {
  requests: AccessModel
  /** Has everything packed that is held of a subject; gives the id of the copy. */
  askCopy: (subject: DataSubject, options: { locale: string }) => Promise<{ _id: string }>
  /** A copy by the name that was mailed. */
  openCopy: (fileName: string) => Promise<OpenedExport>
  audit: Pick<Audit, 'record'>
  mail: Mail
  translator: Translator
  clock: Clock
  randomToken: RandomToken
  link: (path: string) => string
  fullAddress: (path: string) => string
}
