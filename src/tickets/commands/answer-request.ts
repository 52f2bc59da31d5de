import { Invalid, keyFromText, type Key, type Member } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import { seeAsAgent } from '../load.ts'
import type { Message } from '../message.model.ts'
import type { IncomingFile, Written } from '../sender.ts'
import type { MessageKind, RequestEvent } from '../tickets.words.ts'
import { idFor } from '../repeat.ts'
import { addMessage } from './add-message.ts'
import { findWritten } from './find-written.ts'

export interface Answer {
  number: number
  kind: MessageKind
  text: string
  files: readonly IncomingFile[]
  event?: RequestEvent | undefined
  /** Key of the newest message on the page that it was written on. */
  seen: string
  /** They were shown what came meanwhile, and send it all the same. */
  isKnowing: boolean
  /** Tells a form that is sent again. */
  submission?: string | undefined
}

/**
 * An agent answers. Where somebody else wrote to the customer, or the customer wrote, after the page was made, they are
 * warned first, and nothing that they typed is lost: throws Invalid (`meanwhile`). Two who answer at the very same moment
 * are both kept, and both are marked. Throws what `addMessage` throws.
 */
export async function answerRequest(
  deps: TicketDeps,
  actor: Member,
  { number, seen, isKnowing, ...words }: Answer,
): Promise<Written & { hasCrossed: boolean }> {
  const { request } = await seeAsAgent(deps, actor, number)
  // Sent again: what came meanwhile is this very answer.
  const known = await findWritten(deps, { _id: idFor('message', actor, words) })
  if (known) return { ...known, hasCrossed: false }
  const upTo = keyFromText(seen)
  const isToCustomer = words.kind === 'message'
  if (isToCustomer && !isKnowing && (await laterThan(deps, request._id, upTo)).length > 0)
    throw new Invalid({ meanwhile: 'tickets:rules.meanwhile' })
  const written = await addMessage(deps, actor, { number, ...words, format: 'markdown', side: 'staff' })
  if (!isToCustomer || isKnowing) return { ...written, hasCrossed: false }
  const later = await laterThan(deps, request._id, upTo)
  const others = later.filter(({ _id, author }) => _id !== written.messageId && author.role === 'agent')
  if (others.length === 0) return { ...written, hasCrossed: false }
  const both = [written.messageId, ...others.map(({ _id }) => _id)]
  await deps.messages.updateMany({ _id: { $in: both } }, { $set: { crossed: true } })
  await deps.live.note(channelOf(request._id), both)
  return { ...written, hasCrossed: true }
}

function laterThan({ messages }: TicketDeps, requestId: string, key: Key | undefined): Promise<Message[]> {
  const later = key ? { $or: [{ createdAt: { $gt: key.at } }, { createdAt: key.at, _id: { $gt: key.id } }] } : {}
  return messages
    .find({ requestId, kind: 'message', ...(key ? { createdAt: { $gte: key.at } } : {}), ...later })
    .sort({ createdAt: -1 })
    .limit(20)
    .lean<Message[]>()
}
