import type { Connection } from 'mongoose'
import type { StoreKind } from '../files/index.ts'
import type { Route } from '../http/index.ts'
import type { Job } from '../jobs/index.ts'
import type { Actor, DataDeclaration } from '../kernel/index.ts'
import { addMessage, type NewMessage } from './commands/add-message.ts'
import { findInbound } from './commands/find-inbound.ts'
import { remind } from './commands/remind.ts'
import { setState } from './commands/set-state.ts'
import { openRequest, type NewRequest } from './commands/open-request.ts'
import { deedRoutes } from './customer/deeds.routes.ts'
import { mailedRoutes } from './customer/mailed.routes.ts'
import { ownRoutes } from './customer/own.routes.ts'
import type { TicketDeps } from './deps.ts'
import { createInbound, createInboundStore, type Inbound, type InboundSettings } from './inbound/create-inbound.ts'
import { inboundData, leftoversJob } from './inbound/inbound-mail.model.ts'
import { mailRoutes } from './inbound/mails.routes.ts'
import { replyAddress } from './inbound/reply-token.ts'
import { attachmentStore } from './files/stores.ts'
import { createTurns } from './in-turn.ts'
import { defineMessage, messageData } from './message.model.ts'
import { defineNumber, numberData } from './number.model.ts'
import { findThread, numberOf, type Thread } from './queries/find-thread.ts'
import { reminderMail, reminderMailKinds } from './reminders.mail.ts'
import { defineRequest, requestData } from './request.model.ts'
import type { RequestEvent } from './request.states.ts'
import type { Sender, Written } from './sender.ts'
import { defineSettings, settingsData } from './settings.model.ts'
import { ticketMail, ticketMailKinds } from './tickets.mail.ts'
import { createServiceClock, type Targets } from './time/service-clock.ts'
import type { WorkingHours } from './time/working-time.ts'
import { linkToken } from './tokens.ts'

/** Requests in private, and the people who answer them: the face of this feature. */
export interface Tickets extends Inbound {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly jobs: readonly Job[]
  open(sender: Sender, input: NewRequest): Promise<Written>
  add(sender: Sender, input: NewMessage): Promise<Written>
  /** An agent says what a request is in; gives whether that changed anything. */
  setState(actor: Actor, input: { number: number; event: RequestEvent }): Promise<boolean>
  /** The request that Message-IDs belong to. */
  findThread(messageIds: readonly string[]): Promise<Thread | undefined>
  numberOf(requestId: string): Promise<number | undefined>
}

type Given = Omit<
  TicketDeps,
  'requests' | 'messages' | 'numbers' | 'settings' | 'files' | 'serviceClock' | 'inTurn' | 'letters' | 'eraseInbound'
>

export interface TicketsOptions extends Given {
  connection: Connection
  siteName: string
  /** Where attachments are kept. */
  attachments: { kind: StoreKind; uploadsFolder: string }
  hours: WorkingHours
  targets: Targets
  inbound: InboundSettings
}

const tenMinutes = 10 * 60 * 1000
const aDay = 144 * tenMinutes

/** Sets the feature up on one instance's connection. */
export function createTickets(options: TicketsOptions): Tickets {
  const { connection, siteName, attachments, hours, targets, inbound, ...given } = options
  given.mail.registerKinds(...ticketMailKinds, ...reminderMailKinds)
  const store = createInboundStore(connection)
  const { inboundAddress: address } = inbound
  const deps: TicketDeps = {
    ...given,
    requests: defineRequest(connection),
    messages: defineMessage(connection),
    numbers: defineNumber(connection),
    settings: defineSettings(connection),
    files: attachmentStore(connection, attachments),
    serviceClock: createServiceClock({ hours, targets }),
    inTurn: createTurns(),
    letters: ticketMail(given.mail, {
      ...given,
      siteName,
      pathFor: (purpose, about) => `/requests/${purpose}/${linkToken(purpose, about, given.secret)}`,
      replyAddress: address === undefined ? undefined : (to) => replyAddress(address, to, given.secret),
    }),
    eraseInbound: (id) => store.erase(id),
  }
  const isMessage = async (id: string): Promise<boolean> => (await findInbound(deps, id)) !== undefined
  const reminders = reminderMail(given.mail, { ...given, siteName })
  return {
    ...createInbound(deps, store, inbound),
    jobs: [
      { name: leftoversJob, every: aDay, lease: aDay, run: () => store.eraseLeftovers(given.clock(), isMessage) },
      { name: 'request-reminders', every: tenMinutes, lease: tenMinutes, run: () => remind(deps, reminders) },
    ],
    // Words below /requests/ come before numbers.
    routes: [
      ...mailedRoutes(deps).table,
      ...ownRoutes(deps).table,
      ...deedRoutes(deps).table,
      ...mailRoutes(deps, store).table,
    ],
    declarations: [requestData, ...messageData, numberData, settingsData, ...inboundData],
    open: (sender, input) => openRequest(deps, sender, input),
    add: (sender, input) => addMessage(deps, sender, input),
    setState: (actor, input) => setState(deps, actor, input),
    findThread: (ids) => findThread(deps, ids),
    numberOf: (id) => numberOf(deps, id),
  }
}
