import type { Connection } from 'mongoose'
import type { StoreKind } from '../files/index.ts'
import type { Route } from '../http/index.ts'
import type { Actor, DataDeclaration } from '../kernel/index.ts'
import { addMessage, type NewMessage } from './commands/add-message.ts'
import { setState } from './commands/set-state.ts'
import { openRequest, type NewRequest, type Written } from './commands/open-request.ts'
import type { TicketDeps } from './deps.ts'
import { attachmentStore } from './files/stores.ts'
import { createTurns } from './in-turn.ts'
import { defineMessage, messageData } from './message.model.ts'
import { defineNumber, numberData } from './number.model.ts'
import { findThread, numberOf, type Thread } from './queries/find-thread.ts'
import { defineRequest, requestData } from './request.model.ts'
import type { RequestEvent } from './request.states.ts'
import type { Sender } from './sender.ts'
import { ticketMail, ticketMailKinds } from './tickets.mail.ts'
import { createServiceClock, type Targets } from './time/service-clock.ts'
import type { WorkingHours } from './time/working-time.ts'
import { linkToken } from './tokens.ts'

/** Requests in private, and the people who answer them: the face of this feature. */
export interface Tickets {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
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
  'requests' | 'messages' | 'numbers' | 'files' | 'serviceClock' | 'inTurn' | 'letters' | 'eraseInbound'
>

export interface TicketsOptions extends Given {
  connection: Connection
  siteName: string
  /** Where attachments are kept. */
  attachments: { kind: StoreKind; uploadsFolder: string }
  hours: WorkingHours
  targets: Targets
}

/** Sets the feature up on one instance's connection. */
export function createTickets(options: TicketsOptions): Tickets {
  const { connection, siteName, attachments, hours, targets, ...given } = options
  given.mail.registerKinds(...ticketMailKinds)
  const deps: TicketDeps = {
    ...given,
    requests: defineRequest(connection),
    messages: defineMessage(connection),
    numbers: defineNumber(connection),
    files: attachmentStore(connection, attachments),
    serviceClock: createServiceClock({ hours, targets }),
    inTurn: createTurns(),
    letters: ticketMail(given.mail, {
      ...given,
      siteName,
      pathFor: (purpose, about) => `/requests/${purpose}/${linkToken(purpose, about, given.secret)}`,
    }),
    eraseInbound: () => Promise.resolve(),
  }
  return {
    routes: [],
    declarations: [requestData, ...messageData, numberData],
    open: (sender, input) => openRequest(deps, sender, input),
    add: (sender, input) => addMessage(deps, sender, input),
    setState: (actor, input) => setState(deps, actor, input),
    findThread: (ids) => findThread(deps, ids),
    numberOf: (id) => numberOf(deps, id),
  }
}
