import type { QueryFilter } from 'mongoose'
import { cutPage, type Actor, type Page, type PageRequest } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { Narrowing } from '../filter.model.ts'
import { priorityKeys, stateKeys } from '../labels.words.ts'
import type { Message } from '../message.model.ts'
import { requireAgent } from '../load.ts'
import { whoIs } from '../people.ts'
import { queueSize } from '../queue.words.ts'
import type { SupportRequest } from '../request.model.ts'
import { wantedTerms } from '../terms.ts'
import type { PageLinks, QueueRow } from '../tickets.views.ts'
import { linksOf, pageRequest, within } from './list-own.ts'
import { conditionsOf, settled, type About } from './queue-conditions.ts'
import { addressOf, commonLists, savedLists, type ListView } from './queue-lists.ts'

interface Wish extends Narrowing {
  q?: string | undefined
  after?: string | undefined
  before?: string | undefined
}

/** How many matches a search looks at, the latest first. */
const mostFound = 200

const inSight: QueryFilter<SupportRequest> = { 'hiddenFor.0': { $exists: false } }

/** A page of the queue with the lists beside it. Throws NotAllowed for who is no agent. */
export async function listQueue(
  deps: TicketDeps,
  actor: Actor,
  wish: Wish,
): Promise<{ rows: QueueRow[]; links: PageLinks; lists: ListView[]; saved: ListView[] }> {
  const known = await whoIs(deps, actor)
  requireAgent(known)
  const about = { agentId: known.accountId ?? '', now: deps.clock() }
  const { q = '' } = wish
  const shown = q.trim() === '' ? wish : undefined
  const [page, lists, saved] = await Promise.all([
    findPage(deps, wish, about),
    commonLists(deps, shown, about),
    savedLists(deps, shown, about),
  ])
  const kept = addressOf(wish)
  if (q !== '') kept.set('q', q)
  return { rows: await toRows(deps, page.rows), links: linksOf(page, deps.link('/staff/requests'), kept), lists, saved }
}

async function findPage(deps: TicketDeps, wish: Wish, about: About): Promise<Page<SupportRequest>> {
  const request = pageRequest(wish)
  const { q = '' } = wish
  if (q.trim() === '') {
    const meant = settled(wish)
    const filter = conditionsOf(meant, about)
    const isByDue = meant.list === 'overdue' && meant.tag === undefined
    return isByDue ? pageByDue(deps, filter, request) : pageByLast(deps, filter, request)
  }
  // Words are looked for everywhere, unless somebody says where.
  return pageByLast(deps, { ...conditionsOf(wish, about), _id: { $in: await idsWith(deps, q) } }, request)
}

async function pageByLast(
  { requests }: TicketDeps,
  filter: QueryFilter<SupportRequest>,
  request: PageRequest,
): Promise<Page<SupportRequest>> {
  const direction = request.before ? 1 : -1
  const rows = await requests
    .find({ $and: [filter, within(request), inSight] }, { history: 0 })
    .sort({ lastMessageAt: direction, _id: direction })
    .limit(queueSize + 1)
    .lean<SupportRequest[]>()
  return cutPage(rows, { size: queueSize, request, keyOf: ({ lastMessageAt: at, _id: id }) => ({ at, id }) })
}

/** What has been due for longest comes first. */
async function pageByDue(
  { requests }: TicketDeps,
  filter: QueryFilter<SupportRequest>,
  request: PageRequest,
): Promise<Page<SupportRequest>> {
  const direction = request.before ? -1 : 1
  const { after, before } = request
  const place: QueryFilter<SupportRequest> = after
    ? { dueAt: { $gte: after.at }, $or: [{ dueAt: { $gt: after.at } }, { _id: { $gt: after.id } }] }
    : before
      ? { dueAt: { $lte: before.at }, $or: [{ dueAt: { $lt: before.at } }, { _id: { $lt: before.id } }] }
      : {}
  const rows = await requests
    .find({ $and: [filter, place, inSight] }, { history: 0 })
    .sort({ dueAt: direction, _id: direction })
    .limit(queueSize + 1)
    .lean<SupportRequest[]>()
  return cutPage(rows, { size: queueSize, request, keyOf: ({ dueAt, _id: id }) => ({ at: dueAt ?? new Date(0), id }) })
}

/** Requests with the number, or in which a message or note has all the words. */
async function idsWith({ requests, messages }: TicketDeps, q: string): Promise<string[]> {
  const number = Number(/^#?(\d{1,9})$/.exec(q.trim())?.[1] ?? 0)
  const numbered = await requests.find({ number }, { _id: 1 }).lean<Pick<SupportRequest, '_id'>[]>()
  const terms = wantedTerms(q)
  if (terms.length === 0) return numbered.map(({ _id }) => _id)
  const found = await messages
    .find({ terms: { $all: terms }, 'hiddenFor.0': { $exists: false } }, { requestId: 1 })
    .sort({ createdAt: -1 })
    .limit(mostFound)
    .lean<Pick<Message, 'requestId'>[]>()
  return [...new Set([...numbered.map(({ _id }) => _id), ...found.map(({ requestId }) => requestId)])]
}

async function toRows(deps: TicketDeps, requests: readonly SupportRequest[]): Promise<QueueRow[]> {
  const now = deps.clock()
  const people = await deps.accounts.people(requests.map(({ assigneeId }) => assigneeId ?? undefined))
  return requests.map((request): QueueRow => {
    const { number, subject, state, priority, tags, lastMessageAt, dueAt, assigneeId } = request
    const requester = request.people.find(({ role }) => role === 'requester')
    const agent = assigneeId === null ? undefined : people.get(assigneeId)?.name
    return {
      number,
      subject,
      address: deps.link(`/staff/requests/${number}`),
      requester: requester?.name === '' ? (requester.email ?? '') : (requester?.name ?? ''),
      state,
      stateKey: stateKeys[state],
      priority,
      priorityKey: priorityKeys[priority],
      tags: tags.map((tag) => ({ tag, address: deps.link(`/staff/requests?tag=${encodeURIComponent(tag)}`) })),
      lastMessageAt,
      ...(agent === undefined ? {} : { agent }),
      ...(dueAt === null ? {} : { dueAt, isOverdue: dueAt <= now }),
    }
  })
}
