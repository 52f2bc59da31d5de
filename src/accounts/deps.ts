import type { Audit } from '../audit/index.ts'
import type { Clock, RandomToken } from '../kernel/index.ts'
import type { SessionRegistry } from '../http/index.ts'
import type { AccountModel } from './account.model.ts'
import type { AddressLinkModel } from './address-link.model.ts'
import type { HandleModel } from './handle.model.ts'

/** Who gets a mail of this feature. */
export interface Recipient {
  email: string
  accountId: string
  locale: string
}

/** Sends a person one of the mails that accounts.mail.ts words. */
export interface AccountMail {
  addressToProve(to: Recipient, link: string): Promise<'sent' | 'sent-recently'>
  addressChanged(to: Recipient, facts: { link: string; days: number }): Promise<void>
  signInLink(to: Recipient, link: string): Promise<void>
  identityJoined(to: Recipient, facts: { provider: string }): Promise<void>
}

/** What commands and queries of this feature work with. */
export interface AccountDeps {
  accounts: AccountModel
  handles: HandleModel
  links: AddressLinkModel
  sessions: SessionRegistry
  mail: AccountMail
  clock: Clock
  randomToken: RandomToken
  /** A whole number of three to six digits, to tell equal handles apart. */
  randomDigits: () => number
  /** Tells pages that show people to be made anew. */
  peopleChanged: () => Promise<void>
  /** Tells whoever shows mentions that these handles are to be seen nowhere any more. */
  handlesGone: (handles: readonly string[]) => Promise<void>
  /** Addresses whose proven holder is owner; small letters. */
  ownerEmails: readonly string[]
  audit: Audit
  /** Where somebody who was suspended can object; missing where nobody takes mail. */
  appealAddress: string | undefined
  siteOrigin: string
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  /** Completes a path below the mount path to a full address, for a mail. */
  fullAddress: (path: string) => string
}
