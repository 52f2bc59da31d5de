import { Invalid, type Actor } from '../../kernel/index.ts'
import { change, step } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import { seeAsAgent } from '../load.ts'
import type { RequestPerson, SupportRequest } from '../request.model.ts'

/**
 * Puts all messages of a request into another one of the same requester, and closes it. People who were added to it alone
 * don't come along: they would see words that nobody showed them. Throws NotFound; Invalid (`into`) for requests of two
 * people, or one that is closed.
 */
export async function mergeRequests(
  deps: TicketDeps,
  actor: Actor,
  { number, into }: { number: number; into: number },
): Promise<void> {
  const { request, known } = await seeAsAgent(deps, actor, number)
  const { request: target } = await seeAsAgent(deps, actor, into).catch(() => {
    throw new Invalid({ into: 'tickets:rules.mergeInto' })
  })
  const areOfOne = request._id !== target._id && isSame(requesterOf(request), requesterOf(target))
  if (!areOfOne || target.state === 'closed' || request.state === 'closed')
    throw new Invalid({ into: 'tickets:rules.mergeInto' })
  const moveMessages = () => deps.messages.updateMany({ requestId: request._id }, { $set: { requestId: target._id } })
  // Before it is closed, so that what was cut off can be merged again; and after, for what came in between.
  await moveMessages()
  const by = { role: 'agent' as const, ...(known.accountId === undefined ? {} : { by: known.accountId }) }
  await change(deps, request._id, (now) => {
    const { set, unset } = step(deps, now, 'close')
    const closed = { deed: 'state' as const, from: now.state, to: 'closed', ...by }
    const merged = { deed: 'merged' as const, to: String(target.number), ...by }
    return { entries: [merged, closed], set: { ...set, mergedInto: target._id }, unset }
  })
  await moveMessages()
  const changed = await change(deps, target._id, (now) => ({
    entries: [{ deed: 'merged', from: String(request.number), ...by }],
    set: {
      messageCount: now.messageCount + request.messageCount,
      ...(request.lastMessageAt > now.lastMessageAt
        ? { lastMessageAt: request.lastMessageAt, lastMessageBy: request.lastMessageBy }
        : {}),
    },
  }))
  for (const id of [request._id, target._id]) await deps.live.note(channelOf(id), [`state-${changed.version}`])
}

function requesterOf({ people }: SupportRequest): RequestPerson | undefined {
  return people.find(({ role }) => role === 'requester')
}

function isSame(one: RequestPerson | undefined, other: RequestPerson | undefined): boolean {
  if (!one || !other) return false
  if (one.accountId !== undefined || other.accountId !== undefined) return one.accountId === other.accountId
  return one.email !== undefined && one.email === other.email
}
