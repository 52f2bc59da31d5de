import type { TicketDeps } from '../deps.ts'
import type { Filter, Narrowing } from '../filter.model.ts'
import type { SupportRequest } from '../request.model.ts'
import { countedQueues, mostCounted, queueKeys, queueNames, type QueueName } from '../queue.words.ts'
import { most } from '../tickets.words.ts'
import { conditionsOf, settled, type About } from './queue-conditions.ts'

/** A list beside the queue: its name, its length up to 99 where it is counted, and whether it is the one that is shown. */
export interface ListView {
  /** A key of the message files, or what an agent called it. */
  labelKey?: string
  name?: string
  address: string
  isCurrent: boolean
  count?: number
  hasMore?: boolean
  removeAction?: string
}

type Counted = Pick<ListView, 'count' | 'hasMore'>

type Deps = Pick<TicketDeps, 'requests' | 'filters' | 'link'>

/** The lists that everybody has. */
export function commonLists(deps: Deps, shown: Narrowing | undefined, about: About): Promise<ListView[]> {
  return Promise.all(
    queueNames.map(async (list) => ({
      labelKey: queueKeys[list],
      address: deps.link(`/staff/requests?list=${list}`),
      isCurrent: shown !== undefined && isSame({ list }, shown),
      ...(await countOf(deps, list, about)),
    })),
  )
}

/** Those that an agent saved, by name. */
export async function savedLists(deps: Deps, shown: Narrowing | undefined, about: About): Promise<ListView[]> {
  const filters = await deps.filters
    .find({ accountId: about.agentId })
    .sort({ name: 1 })
    .limit(most.filters)
    .lean<Filter[]>()
  const look = lookInto(deps, about)
  return Promise.all(
    filters.map(async (filter) => ({
      name: filter.name,
      address: deps.link(`/staff/requests?${addressOf(filter).toString()}`),
      isCurrent: shown !== undefined && isSame(filter, shown),
      removeAction: deps.link(`/staff/requests/filters/${filter._id}/removal`),
      ...(await countSaved(look, filter)),
    })),
  )
}

/** How many of a list are looked at for the length of a narrowed one: there may be none among a hundred thousand. */
const mostLooked = 200

type Looked = Pick<SupportRequest, 'tags' | 'priority' | 'categoryId'>[]

/** Gives the latest requests of a list, or with a tag; what several filters begin with is read once. */
function lookInto({ requests }: Deps, about: About): (base: Narrowing) => Promise<Looked> {
  const read = new Map<string, Promise<Looked>>()
  return (base) => {
    const key = addressOf(base).toString()
    const known =
      read.get(key) ??
      Promise.resolve(
        requests
          .find(conditionsOf(base, about), { _id: 0, tags: 1, priority: 1, categoryId: 1 })
          .sort(base.list === 'overdue' ? { dueAt: 1, _id: 1 } : { lastMessageAt: -1, _id: -1 })
          .limit(mostLooked + 1)
          .lean<Looked>(),
      )
    read.set(key, known)
    return known
  }
}

/** How many of the latest of its list a filter leaves; more where the list goes on behind them. */
async function countSaved(look: (base: Narrowing) => Promise<Looked>, filter: Narrowing): Promise<Counted> {
  const { list, tag, priority, categoryId } = settled(filter)
  if (list !== undefined && !countedQueues.includes(list)) return {}
  const looked = await look(list === undefined ? { tag } : { list })
  const left = looked
    .slice(0, mostLooked)
    .filter((request) => tag === undefined || request.tags.includes(tag))
    .filter((request) => priority === undefined || request.priority === priority)
    .filter((request) => categoryId === undefined || request.categoryId === categoryId)
  const count = Math.min(left.length, mostCounted)
  return { count, hasMore: looked.length > mostLooked || left.length > mostCounted }
}

/** The query of the page that shows it. */
export function addressOf({ list, tag, priority, categoryId }: Narrowing): URLSearchParams {
  const given = { list, tag, priority, category: categoryId }
  return new URLSearchParams(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function isSame(one: Narrowing, other: Narrowing): boolean {
  return addressOf(settled(one)).toString() === addressOf(settled(other)).toString()
}

/** What is over is not counted: nobody works on it, and there is too much of it. */
async function countOf({ requests }: Deps, list: QueueName, about: About): Promise<Counted> {
  if (!countedQueues.includes(list)) return {}
  // What is out of sight is active no more (tickets.holder.ts), so that an index alone gives the number.
  const count = await requests.countDocuments(conditionsOf({ list }, about), { limit: mostCounted + 1 })
  return { count: Math.min(count, mostCounted), hasMore: count > mostCounted }
}
