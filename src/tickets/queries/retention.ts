import type { QueryFilter } from 'mongoose'
import type { TicketDeps } from '../deps.ts'
import type { SupportRequest } from '../request.model.ts'

/** What a rule would erase now. */
export interface DryRun {
  count: number
  oldest?: Date
  newest?: Date
}

const aDay = 24 * 60 * 60 * 1000

/** Requests that have been solved or closed for longer than so many days. */
export function solvedBefore(days: number, now: Date): QueryFilter<SupportRequest> {
  return { state: { $in: ['solved', 'closed'] }, solvedAt: { $lte: new Date(now.getTime() - days * aDay) } }
}

/** How many requests a rule would erase now, and when the first and last of them were solved. */
export async function dryRun(
  { requests, clock }: Pick<TicketDeps, 'requests' | 'clock'>,
  days: number,
): Promise<DryRun> {
  const filter = solvedBefore(days, clock())
  const edge = async (direction: 1 | -1): Promise<Date | undefined> => {
    const [found] = await requests
      .find(filter, { solvedAt: 1 })
      .sort({ solvedAt: direction })
      .limit(1)
      .lean<Pick<SupportRequest, 'solvedAt'>[]>()
    return found?.solvedAt
  }
  const [count, oldest, newest] = await Promise.all([requests.countDocuments(filter), edge(1), edge(-1)])
  return { count, ...(oldest ? { oldest } : {}), ...(newest ? { newest } : {}) }
}
