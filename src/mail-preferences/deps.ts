import type { Audit } from '../audit/index.ts'
import type { Mail } from '../mail/index.ts'

/** What the pages about mail work with. */
export interface MailPreferencesDeps {
  mail: Mail
  audit: Audit
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
}
