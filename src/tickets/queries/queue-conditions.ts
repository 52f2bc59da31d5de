import type { QueryFilter } from 'mongoose'
import type { Narrowing } from '../filter.model.ts'
import type { QueueName } from '../queue.words.ts'
import type { SupportRequest } from '../request.model.ts'

/** For whom a list is made, and when. */
export interface About {
  agentId: string
  now: Date
}

/** A narrowing with the list that is meant where none is named: what waits for us, or for a tag all that has it. */
export function settled(narrowing: Narrowing): Narrowing {
  const { list, tag } = narrowing
  return { ...narrowing, list: list ?? (tag === undefined ? 'waiting' : undefined) }
}

/** What a narrowed queue holds, by an index of the list, the tag, the priority or the category (request.model.ts). */
export function conditionsOf(
  { list, tag, priority, categoryId }: Narrowing,
  about: About,
): QueryFilter<SupportRequest> {
  return {
    ...(list === undefined ? {} : listConditions(list, about)),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(priority === undefined ? {} : { priority }),
    ...(categoryId === undefined ? {} : { categoryId }),
  }
}

function listConditions(list: QueueName, { agentId, now }: About): QueryFilter<SupportRequest> {
  switch (list) {
    case 'waiting':
      return { waitsForUs: true, isActive: true }
    case 'mine':
      return { assigneeId: agentId, isActive: true }
    case 'unassigned':
      return { assigneeId: null, isActive: true }
    case 'overdue':
      return { dueAt: { $lte: now } }
    case 'active':
      return { isActive: true }
    case 'pending':
    case 'hold':
    case 'solved':
    case 'closed':
      return { state: list }
    default:
      return list satisfies never
  }
}
