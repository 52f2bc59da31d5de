import type { Clock, RandomToken } from '../kernel/index.ts'
import type { MailKinds } from './kinds.ts'
import type { MailModel } from './mail.model.ts'
import type { MailSettings } from './settings.ts'
import type { MailedAddressModel } from './outbox/mailed-address.model.ts'
import type { Renew } from './outbox/renewal.ts'
import type { Transport } from './transports/transport.ts'
import type { WishesModel } from './wishes/wishes.model.ts'

/** The lines that mail writes to the log: ids and codes, never an address. */
export interface MailLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Gives the text of a message key in a language. */
export type Translator = (locale: string) => (key: string, params?: Record<string, string | number>) => string

/** What the parts of mail work with. */
export interface MailDeps {
  readonly mails: MailModel
  readonly mailedAddresses: MailedAddressModel
  readonly wishes: WishesModel
  readonly kinds: MailKinds
  /** Kinds whose words are made anew at the moment of sending. */
  readonly renewals: Map<string, Renew>
  readonly transport: Transport
  readonly settings: MailSettings
  readonly translator: Translator
  readonly clock: Clock
  readonly log: MailLog
  readonly randomToken: RandomToken
  /** Keys the hashes of addresses and signs the tokens of unsubscription. */
  readonly secret: string
}
