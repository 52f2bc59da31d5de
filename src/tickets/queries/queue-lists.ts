import type { TicketDeps } from '../deps.ts'
import type { Filter, Narrowing } from '../filter.model.ts'
import { countedQueues, mostCounted, queueKeys, queueNames } from '../queue.words.ts'
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

type Deps = Pick<TicketDeps, 'requests' | 'filters' | 'link'>

/** The lists that everybody has. */
export function commonLists(deps: Deps, shown: Narrowing | undefined, about: About): Promise<ListView[]> {
  return Promise.all(
    queueNames.map(async (list) => ({
      labelKey: queueKeys[list],
      address: deps.link(`/staff/requests?list=${list}`),
      isCurrent: shown !== undefined && isSame({ list }, shown),
      ...(await countOf(deps, { list }, about)),
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
  return Promise.all(
    filters.map(async (filter) => ({
      name: filter.name,
      address: deps.link(`/staff/requests?${addressOf(filter).toString()}`),
      isCurrent: shown !== undefined && isSame(filter, shown),
      removeAction: deps.link(`/staff/requests/filters/${filter._id}/removal`),
      ...(await countOf(deps, filter, about)),
    })),
  )
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
async function countOf(
  { requests }: Deps,
  narrowing: Narrowing,
  about: About,
): Promise<{ count: number; hasMore: boolean } | object> {
  const meant = settled(narrowing)
  if (meant.list !== undefined && !countedQueues.includes(meant.list)) return {}
  // What is out of sight is active no more (tickets.holder.ts), so that an index alone gives the number.
  const count = await requests.countDocuments(conditionsOf(meant, about), { limit: mostCounted + 1 })
  return { count: Math.min(count, mostCounted), hasMore: count > mostCounted }
}
