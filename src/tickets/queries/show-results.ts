import type { TicketDeps } from '../deps.ts'
import type { SupportRequest } from '../request.model.ts'

interface Period {
  from?: Date | undefined
  until?: Date | undefined
}

export interface Results {
  from: Date
  until: Date
  agents: { name: string; good: number; bad: number }[]
  words: { number: number; address: string; score: string; words: string; ratedAt: Date }[]
}

const aDay = 24 * 60 * 60 * 1000
const usualDays = 30
const mostRead = 5000
const mostWords = 50

/** How answers were found in a period, by agent, with what was said. Days count from their beginning in UTC, the last one whole. */
export async function showResults(deps: TicketDeps, period: Period): Promise<Results> {
  const until = period.until ?? deps.clock()
  const from = period.from ?? new Date(until.getTime() - usualDays * aDay)
  const end = period.until ? new Date(until.getTime() + aDay) : until
  const rated = await deps.requests
    .find(
      { 'satisfaction.ratedAt': { $gte: from, $lt: end }, 'hiddenFor.0': { $exists: false } },
      { number: 1, satisfaction: 1 },
    )
    .sort({ 'satisfaction.ratedAt': -1 })
    .limit(mostRead)
    .lean<Pick<SupportRequest, 'number' | 'satisfaction'>[]>()
  return { from, until, agents: await byAgent(deps, rated), words: rated.flatMap(wordsOf(deps)).slice(0, mostWords) }
}

type Rated = Pick<SupportRequest, 'number' | 'satisfaction'>

async function byAgent({ accounts }: TicketDeps, rated: readonly Rated[]): Promise<Results['agents']> {
  const counts = new Map<string, { good: number; bad: number }>()
  for (const { satisfaction } of rated) {
    const id = satisfaction?.agentId ?? ''
    const count = counts.get(id) ?? { good: 0, bad: 0 }
    counts.set(id, count)
    if (satisfaction?.score) count[satisfaction.score] += 1
  }
  const people = await accounts.people([...counts.keys()])
  return [...counts]
    .map(([id, count]) => ({ name: people.get(id)?.name ?? '', ...count }))
    .toSorted((one, other) => other.good + other.bad - one.good - one.bad)
}

const wordsOf =
  ({ link }: TicketDeps) =>
  ({ number, satisfaction }: Rated): Results['words'] => {
    const { score, words, ratedAt } = satisfaction ?? {}
    if (!score || words === undefined || !ratedAt) return []
    return [{ number, address: link(`/staff/requests/${number}`), score, words, ratedAt }]
  }
