import type { Connection } from 'mongoose'
import type { StoreKind } from '../files/index.ts'
import type { Route } from '../http/index.ts'
import type { Job } from '../jobs/index.ts'
import type { Actor, DataDeclaration, Erased, PersonalDataHolder, Removable } from '../kernel/index.ts'
import { addMessage, type NewMessage } from './commands/add-message.ts'
import { findWritten } from './commands/find-written.ts'
import { remind } from './commands/remind.ts'
import { setState } from './commands/set-state.ts'
import { sweepFiles, tend } from './commands/tend.ts'
import { openRequest, type NewRequest } from './commands/open-request.ts'
import { deedRoutes } from './customer/deeds.routes.ts'
import { linkedRoutes } from './customer/linked.routes.ts'
import { mailedRoutes } from './customer/mailed.routes.ts'
import { ownRoutes } from './customer/own.routes.ts'
import type { TicketDeps } from './deps.ts'
import { createInbound, createInboundStore, type Inbound, type InboundSettings } from './inbound/create-inbound.ts'
import { inboundData, leftoversJob } from './inbound/inbound-mail.model.ts'
import { mailRoutes } from './inbound/mails.routes.ts'
import { replyAddress } from './inbound/reply-token.ts'
import { attachmentStore } from './files/stores.ts'
import { defineFilter, filterData } from './filter.model.ts'
import { createTurns } from './in-turn.ts'
import { defineMacro, macroData } from './macro.model.ts'
import { defineMessage, messageData } from './message.model.ts'
import { defineNumber, numberData } from './number.model.ts'
import { findThread, numberOf, type Thread } from './queries/find-thread.ts'
import { reminderMail, reminderMailKinds } from './reminders.mail.ts'
import { defineRequest, requestData } from './request.model.ts'
import type { RequestEvent } from './tickets.words.ts'
import type { Sender, Written } from './sender.ts'
import { defineSettings, settingsData } from './settings.model.ts'
import { ticketHolder } from './tickets.holder.ts'
import { ticketMail, ticketMailKinds } from './tickets.mail.ts'
import { answerRoutes } from './staff/answer.routes.ts'
import { handlingRoutes } from './staff/handling.routes.ts'
import { queueRoutes } from './staff/queue.routes.ts'
import { sortingRoutes } from './staff/sorting.routes.ts'
import { erasedMessages } from './tickets.erased.ts'
import { removableMessages } from './tickets.removable.ts'
import { createServiceClock, type Targets } from './time/service-clock.ts'
import type { WorkingHours } from './time/working-time.ts'
import { linkToken, readingPath } from './tokens.ts'
import { defineViewer, viewerData } from './viewer.model.ts'

export type { OpenCase } from './deps.ts'

/** Requests in private, and the people who answer them: the face of this feature. */
export interface Tickets extends Inbound {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly jobs: readonly Job[]
  readonly holder: PersonalDataHolder
  readonly removable: Removable
  readonly erased: readonly Erased[]
  /** Does what time brings; a job runs it. */
  tend(): Promise<void>
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
  | 'requests'
  | 'messages'
  | 'numbers'
  | 'settings'
  | 'viewers'
  | 'macros'
  | 'filters'
  | 'files'
  | 'serviceClock'
  | 'inTurn'
  | 'letters'
  | 'eraseInbound'
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
    ...modelsOn(connection),
    files: attachmentStore(connection, attachments),
    serviceClock: createServiceClock({ hours, targets }),
    inTurn: createTurns(),
    letters: ticketMail(given.mail, {
      ...given,
      siteName,
      readingPath: (about) => readingPath(given, about),
      pathFor: (purpose, about) => `/requests/${purpose}/${linkToken(purpose, about, given.secret)}`,
      replyAddress: address === undefined ? undefined : (to) => replyAddress(address, to, given.secret),
    }),
    eraseInbound: (id) => store.erase(id),
  }
  const reminders = reminderMail(given.mail, { ...given, siteName })
  return {
    ...createInbound(deps, store, inbound),
    jobs: jobsOf(deps, { store, reminders }),
    routes: routesOf(deps, store),
    declarations: [
      requestData,
      ...messageData,
      numberData,
      settingsData,
      viewerData,
      macroData,
      filterData,
      ...inboundData,
    ],
    holder: ticketHolder(deps),
    removable: removableMessages(deps),
    erased: [erasedMessages(deps)],
    tend: () => tend(deps),
    open: (sender, input) => openRequest(deps, sender, input),
    add: (sender, input) => addMessage(deps, sender, input),
    setState: (actor, input) => setState(deps, actor, input),
    findThread: (ids) => findThread(deps, ids),
    numberOf: (id) => numberOf(deps, id),
  }
}

function modelsOn(
  connection: Connection,
): Pick<TicketDeps, 'requests' | 'messages' | 'numbers' | 'settings' | 'viewers' | 'macros' | 'filters'> {
  return {
    requests: defineRequest(connection),
    messages: defineMessage(connection),
    numbers: defineNumber(connection),
    settings: defineSettings(connection),
    viewers: defineViewer(connection),
    macros: defineMacro(connection),
    filters: defineFilter(connection),
  }
}

type InboundStore = ReturnType<typeof createInboundStore>

/** Words below an address come before numbers. */
function routesOf(deps: TicketDeps, store: InboundStore): Route[] {
  return [
    ...mailedRoutes(deps).table,
    ...linkedRoutes(deps).table,
    ...ownRoutes(deps).table,
    ...deedRoutes(deps).table,
    ...handlingRoutes(deps).table,
    ...queueRoutes(deps).table,
    ...answerRoutes(deps).table,
    ...sortingRoutes(deps).table,
    ...mailRoutes(deps, store).table,
  ]
}

function jobsOf(
  deps: TicketDeps,
  { store, reminders }: { store: InboundStore; reminders: ReturnType<typeof reminderMail> },
): Job[] {
  const isMessage = async (inboundId: string): Promise<boolean> =>
    (await findWritten(deps, { inboundId })) !== undefined
  return [
    { name: leftoversJob, every: aDay, lease: aDay, run: () => store.eraseLeftovers(deps.clock(), isMessage) },
    { name: 'requests', every: tenMinutes, lease: tenMinutes, run: () => tend(deps) },
    { name: 'request-files', every: aDay, lease: aDay, run: () => sweepFiles(deps) },
    { name: 'request-reminders', every: tenMinutes, lease: tenMinutes, run: () => remind(deps, reminders) },
  ]
}
