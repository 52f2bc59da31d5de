import { Invalid, type Actor } from '../../kernel/index.ts'
import { change, step } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import { seeAsAgent } from '../load.ts'
import type { HistoryEntry, RequestPerson, SupportRequest } from '../request.model.ts'

/**
 * Puts all messages of a request into another one of the same requester, and closes it. People who were added to it alone
 * don't come along: they would see words that nobody showed them. Throws NotFound; Invalid (`into`) for requests of two
 * people, for one that is closed, and for one that takes part in another merger at this moment.
 */
export async function mergeRequests(
  deps: TicketDeps,
  actor: Actor,
  { number, into }: { number: number; into: number },
): Promise<void> {
  const { request, known } = await seeAsAgent(deps, actor, number)
  const { request: target } = await seeAsAgent(deps, actor, into).catch(() => {
    throw notThere()
  })
  if (request._id === target._id || !isSame(requesterOf(request), requesterOf(target))) throw notThere()
  await claim(deps, request._id, target._id)
  if (!(await finishMerger(deps, request._id, known.accountId))) throw notThere()
}

const notThere = (): Invalid => new Invalid({ into: 'tickets:rules.mergeInto' })

/**
 * Says first where a request goes, and looks afterwards whether that one is going somewhere itself: of two that are merged
 * into each other at once, or one after the other, at least one sees the other one's word.
 */
async function claim(deps: TicketDeps, id: string, targetId: string): Promise<void> {
  await change(deps, id, (now) => {
    if (now.state === 'closed' || now.mergedInto !== undefined) throw notThere()
    return { entries: [], set: { mergedInto: targetId, isMerging: true } }
  })
}

async function isFree({ requests }: TicketDeps, id: string, targetId: string): Promise<boolean> {
  const target = await requests.findById(targetId).lean<SupportRequest>()
  if (!target || target.state === 'closed' || target.mergedInto !== undefined) return false
  return !(await requests.exists({ mergedInto: id, isMerging: true }))
}

async function letGo(deps: TicketDeps, id: string): Promise<void> {
  await change(deps, id, ({ state }) =>
    state === 'closed' ? undefined : { entries: [], unset: { mergedInto: 1, isMerging: 1 } },
  )
}

/**
 * Goes on with the merger of a request that said where it goes, from wherever it was cut off: closes it, moves what it
 * holds. Gives false, and the request stays as it is, where the other one is going somewhere itself.
 */
export async function finishMerger(deps: TicketDeps, id: string, agentId?: string): Promise<boolean> {
  const by = { role: 'agent' as const, ...(agentId === undefined ? {} : { by: agentId }) }
  const request = await deps.requests.findById(id).lean<SupportRequest>()
  const target = request?.mergedInto === undefined ? null : await deps.requests.findById(request.mergedInto).lean()
  if (!request || !target) return false
  if (request.state !== 'closed' && !(await isFree(deps, id, target._id))) {
    await letGo(deps, id)
    return false
  }
  const closed = await change(deps, id, (now) => {
    if (now.state === 'closed') return undefined
    if (now.mergedInto === undefined) throw notThere()
    const { set, unset } = step(deps, now, 'close')
    const merged = { deed: 'merged' as const, to: String(target.number), ...by }
    return { entries: [merged, { deed: 'state', from: now.state, to: 'closed', ...by }], set, unset }
  })
  await moveMessages(deps, { closed, targetId: target._id, by })
  await deps.requests.updateOne({ _id: id }, { $unset: { isMerging: 1 }, $inc: { version: 1 } })
  return true
}

interface Moving {
  closed: SupportRequest
  targetId: string
  by: Pick<HistoryEntry, 'by' | 'role'>
}

async function moveMessages(deps: TicketDeps, { closed, targetId, by }: Moving): Promise<void> {
  // After it is closed, so that nothing comes in behind what is moved.
  await deps.messages.updateMany({ requestId: closed._id }, { $set: { requestId: targetId } })
  // Whatever was merged into it before is found at its end at once.
  await deps.requests.updateMany({ mergedInto: closed._id }, { $set: { mergedInto: targetId } })
  const changed = await change(deps, targetId, (now) => {
    const from = String(closed.number)
    if (now.history.some((line) => line.deed === 'merged' && line.from === from)) return undefined
    const isLater = closed.lastMessageAt > now.lastMessageAt
    return {
      entries: [{ deed: 'merged', from, ...by }],
      set: {
        messageCount: now.messageCount + closed.messageCount,
        ...(isLater ? { lastMessageAt: closed.lastMessageAt, lastMessageBy: closed.lastMessageBy } : {}),
      },
    }
  })
  for (const each of [closed._id, targetId]) await deps.live.note(channelOf(each), [`state-${changed.version}`])
}

function requesterOf({ people }: SupportRequest): RequestPerson | undefined {
  return people.find(({ role }) => role === 'requester')
}

function isSame(one: RequestPerson | undefined, other: RequestPerson | undefined): boolean {
  if (!one || !other) return false
  if (one.accountId !== undefined || other.accountId !== undefined) return one.accountId === other.accountId
  return one.email !== undefined && one.email === other.email
}
