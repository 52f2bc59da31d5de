import { CandorError, type Member } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { BulkDeed } from '../queue.words.ts'
import { setState } from './set-state.ts'
import { sortRequest } from './sort-request.ts'

/**
 * Does one thing to several requests, each for itself: one that can't be changed so doesn't keep the others from it. Gives
 * how many were done, and how many were left as they are.
 */
export async function handleMany(
  deps: TicketDeps,
  actor: Member,
  { numbers, deed }: { numbers: readonly number[]; deed: BulkDeed },
): Promise<{ done: number; left: number }> {
  let done = 0
  for (const number of new Set(numbers)) {
    try {
      await handleOne(deps, actor, { number, deed })
      done += 1
    } catch (error) {
      if (!(error instanceof CandorError)) throw error
    }
  }
  return { done, left: new Set(numbers).size - done }
}

async function handleOne(
  deps: TicketDeps,
  actor: Member,
  { number, deed }: { number: number; deed: BulkDeed },
): Promise<void> {
  switch (deed) {
    case 'take':
      return sortRequest(deps, actor, { number, what: 'assignee', accountId: actor.id })
    case 'release':
      return sortRequest(deps, actor, { number, what: 'assignee', accountId: null })
    case 'urgent':
    case 'high':
    case 'normal':
    case 'low':
      return sortRequest(deps, actor, { number, what: 'priority', priority: deed })
    case 'wait':
    case 'hold':
    case 'solve':
    case 'close':
      await setState(deps, actor, { number, event: deed })
      return
    default:
      return deed satisfies never
  }
}
