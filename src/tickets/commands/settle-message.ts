import { Conflict } from '../../kernel/index.ts'
import { change, step, type Change } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import type { Message } from '../message.model.ts'
import type { HistoryEntry, SupportRequest } from '../request.model.ts'
import { requestStates } from '../request.states.ts'
import { type Deed, requestEvents, type RequestEvent } from '../tickets.words.ts'
import { tellMessage } from './tell-message.ts'

type Entry = Omit<HistoryEntry, 'at'>

/**
 * What follows from a message: the request's state and figures in one update with its history, then those who have it
 * open and those who are mailed. May be run again after it was cut off, and changes nothing the second time. Throws
 * Conflict for a message that `isNew` where the request was closed since it was begun.
 */
export async function settleMessage(deps: TicketDeps, message: Message, isNew = false): Promise<void> {
  const request = await change(deps, message.requestId, (now) => {
    if (isKnown(now, message) || isMerged(now)) return undefined
    if (isNew && now.state === 'closed' && message.kind === 'message') throw new Conflict('tickets:rules.closed')
    return consequences(deps, now, message)
  })
  const { mergedInto: requestId = request._id } = isMerged(request) ? request : {}
  if (requestId !== message.requestId) {
    await deps.messages.updateOne({ _id: message._id }, { $set: { requestId } })
    // What the one that was merged counted came along with it.
    if (!isKnown(request, message)) return settleMessage(deps, { ...message, requestId }, isNew)
  }
  await deps.live.note(channelOf(requestId), [message._id])
  await tellMessage(deps, request, message)
  await deps.messages.updateOne({ _id: message._id }, { $unset: { untold: 1 } })
}

const isKnown = ({ history }: SupportRequest, { _id }: Message): boolean => history.some(({ to }) => to === _id)

/** It is over, and goes on in another one. */
const isMerged = ({ state, mergedInto }: SupportRequest): boolean => state === 'closed' && mergedInto !== undefined

function consequences(deps: TicketDeps, request: SupportRequest, message: Message): Change {
  const deed = deedOf(message)
  const written: Entry = { deed, to: message._id, ...byOf(message) }
  if (message.kind === 'note') return withStep(deps, request, { message, entries: [written], set: {} })
  const set: Partial<SupportRequest> = {
    messageCount: request.messageCount + 1,
    lastMessageBy: message.author.role,
    ...(message.createdAt > request.lastMessageAt ? { lastMessageAt: message.createdAt } : {}),
  }
  if (message.author.role !== 'agent') return withStep(deps, request, { message, entries: [written], set })
  const isUnassigned = request.assigneeId === null && message.author.accountId !== undefined
  return withStep(deps, request, {
    message,
    entries: [written],
    set: {
      ...set,
      firstReplyAt: request.firstReplyAt ?? message.createdAt,
      ...(isUnassigned ? { assigneeId: message.author.accountId ?? null } : {}),
    },
  })
}

interface Begun {
  message: Message
  entries: Entry[]
  set: Partial<SupportRequest>
}

/** The change with the step of the state that goes with it, where there is one and the table has it by now. */
function withStep(deps: TicketDeps, request: SupportRequest, { message, entries, set }: Begun): Change {
  const after = { ...request, ...set }
  const event = eventOf(request, message)
  if (event === undefined || !requestStates.before(event).includes(request.state))
    return { entries, set: { ...set, ...deps.serviceClock.dues(after.time, after) } }
  const stepped = step(deps, after, event)
  const moved: Entry = { deed: 'state', from: request.state, to: String(stepped.set.state), ...byOf(message) }
  return { entries: [...entries, moved], set: { ...set, ...stepped.set }, unset: stepped.unset }
}

/** Customers' words make it our turn again; an agent says what their words make it, or has at least begun. */
function eventOf({ state }: SupportRequest, { kind, author, untold }: Message): RequestEvent | undefined {
  if (author.role !== 'agent') return state === 'new' || kind === 'note' ? undefined : 'open'
  const said = requestEvents.find((event) => event === untold?.event)
  return said ?? (state === 'new' && kind === 'message' ? 'open' : undefined)
}

function deedOf({ kind, author }: Message): Deed {
  if (kind === 'note') return 'noted'
  return author.role === 'agent' ? 'answered' : 'wrote'
}

function byOf({ author: { accountId, role } }: Message): Pick<Entry, 'by' | 'role'> {
  return { role, ...(accountId === undefined ? {} : { by: accountId }) }
}
