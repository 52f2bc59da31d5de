import type { Accounts } from '../accounts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { FileStore } from '../files/index.ts'
import type { Live, Logger, Messages } from '../http/index.ts'
import type { Actor, Clock, MailedWish, RandomToken, WishKind } from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { FilterModel } from './filter.model.ts'
import type { InTurn } from './in-turn.ts'
import type { MacroModel } from './macro.model.ts'
import type { MessageModel } from './message.model.ts'
import type { NumberModel } from './number.model.ts'
import type { RequestModel } from './request.model.ts'
import type { SettingsModel } from './settings.model.ts'
import type { TicketMail } from './tickets.mail.ts'
import type { ServiceClock } from './time/service-clock.ts'
import type { ViewerModel } from './viewer.model.ts'

/** Opens a case with a clock of its own; false where it has to wait, since its address had a mail of ours lately. */
export type OpenCase = (kind: WishKind, wish: MailedWish) => Promise<boolean>

/** What commands and queries of this feature work with. */
export interface TicketDeps {
  requests: RequestModel
  messages: MessageModel
  numbers: NumberModel
  settings: SettingsModel
  viewers: ViewerModel
  macros: MacroModel
  filters: FilterModel
  /** Keeps the bytes of attachments; no other part of the product reads there. */
  files: FileStore
  serviceClock: ServiceClock
  /** Changes of one request wait for each other within this process. */
  inTurn: InTurn
  accounts: Pick<Accounts, 'recipients' | 'people' | 'withAddress' | 'staffWith'>
  /** What somebody wrote in public, as far as the actor may read it. */
  writtenInPublic: (accountId: string, actor: Actor) => Promise<{ rows: readonly { title: string; address: string }[] }>
  /** Opens the case of what a mail asks for. */
  openCase: OpenCase
  mail: Mail
  letters: TicketMail
  translator: Messages['translator']
  audit: Pick<Audit, 'record' | 'noteLook'>
  live: Live
  log: Pick<Logger, 'error' | 'info'>
  clock: Clock
  randomToken: RandomToken
  /** Signs the links of mails. */
  secret: string
  /** Origin of the site, to tell its own links from others. */
  siteOrigin: string
  /** Erases the whole mail that a message came in. */
  eraseInbound: (inboundId: string) => Promise<void>
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  /** The full address of a path below the mount path. */
  fullAddress: (path: string) => string
}
