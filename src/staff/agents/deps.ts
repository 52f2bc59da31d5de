import type { Accounts } from '../../accounts/index.ts'
import type { Audit } from '../../audit/index.ts'
import type { Clock, RandomToken } from '../../kernel/index.ts'
import type { Mail } from '../../mail/index.ts'
import type { AgentMail } from './agents.mail.ts'
import type { AgentImportModel } from './import.model.ts'
import type { AgentInvitationModel } from './invitation.model.ts'
import type { InvitedAddressModel } from './invited-address.model.ts'

/** What inviting people to work here works with. */
export interface AgentDeps {
  imports: AgentImportModel
  invitations: AgentInvitationModel
  invited: InvitedAddressModel
  accounts: Accounts
  audit: Audit
  mail: Mail
  letters: AgentMail
  clock: Clock
  randomToken: RandomToken
  /** The keyed hash of the mailbox behind an address. */
  hashOf: (email: string) => string
  siteName: string
  link: (path: string) => string
  fullAddress: (path: string) => string
}
