import type { QueryFilter } from 'mongoose'
import type { MessageKey } from '../../kernel/index.ts'
import type { RemovalCase } from '../case.model.ts'
import { holdingStates } from '../case.states.ts'
import type { RemovalDeps } from '../deps.ts'
import { groundKeys, outcomeKeys } from '../labels.words.ts'
import { grounds, outcomes, type AskedGround, type Outcome } from '../removals.words.ts'

/** A number that tells of nobody: `few` for one that is below five, else rounded to fives. */
export type Rounded = number | 'few'

/** The least number that is told. */
const least = 5

export interface TransparencyRow {
  groundKey: MessageKey
  received: Rounded
  outcomes: { key: MessageKey; count: Rounded }[]
  waiting: Rounded
  appeals: Rounded
  /** Median, in whole days; missing where too few were decided to tell. */
  daysToDecide?: number
}

export interface TransparencyView {
  years: { year: number; rows: TransparencyRow[] }[]
}

type Counted = Pick<RemovalCase, 'ground' | 'outcome' | 'receivedAt' | 'decidedAt' | 'state' | 'appeals'>

/** Years that are told. */
const mostYears = 5

/** How many requests there were, what came of them, and how long that took: counts that nobody is recognised in. */
export async function showTransparency({
  cases,
  clock,
}: Pick<RemovalDeps, 'cases' | 'clock'>): Promise<TransparencyView> {
  const since = new Date(Date.UTC(clock().getUTCFullYear() - mostYears + 1, 0, 1))
  const fields = { ground: 1, outcome: 1, receivedAt: 1, decidedAt: 1, state: 1, appeals: 1 }
  const told: QueryFilter<RemovalCase> = { state: { $in: holdingStates }, ground: { $in: [...grounds] } }
  const byYear = new Map<number, Map<AskedGround, Counted[]>>()
  for await (const item of cases
    .find({ ...told, receivedAt: { $gte: since } }, fields)
    .lean<Counted>()
    .cursor()) {
    const year = item.receivedAt.getUTCFullYear()
    const byGround = byYear.get(year) ?? new Map<AskedGround, Counted[]>()
    const ground = item.ground as AskedGround
    byGround.set(ground, [...(byGround.get(ground) ?? []), item])
    byYear.set(year, byGround)
  }
  return {
    years: [...byYear]
      .toSorted(([one], [other]) => other - one)
      .map(([year, byGround]) => ({ year, rows: rowsOf(byGround) })),
  }
}

function rowsOf(byGround: ReadonlyMap<AskedGround, readonly Counted[]>): TransparencyRow[] {
  return grounds.flatMap((ground) => {
    const found = byGround.get(ground) ?? []
    return found.length === 0 ? [] : [toRow(ground, found)]
  })
}

function toRow(ground: AskedGround, found: readonly Counted[]): TransparencyRow {
  const count = (outcome: Outcome): number => found.filter((item) => item.outcome === outcome).length
  const days = found
    .flatMap(({ receivedAt, decidedAt }) =>
      decidedAt ? [(decidedAt.getTime() - receivedAt.getTime()) / 86_400_000] : [],
    )
    .toSorted((one, other) => one - other)
  const median = days[Math.floor(days.length / 2)]
  return {
    groundKey: groundKeys[ground],
    received: rounded(found.length),
    outcomes: outcomes.map((outcome) => ({ key: outcomeKeys[outcome], count: rounded(count(outcome)) })),
    waiting: rounded(found.filter(({ outcome }) => outcome === undefined).length),
    appeals: rounded(found.reduce((sum, { appeals }) => sum + appeals.length, 0)),
    ...(median === undefined || days.length < least ? {} : { daysToDecide: Math.ceil(median) }),
  }
}

/** None is told as none: that nobody asked says nothing about anybody. */
function rounded(count: number): Rounded {
  if (count === 0) return 0
  return count < least ? 'few' : Math.round(count / 5) * 5
}
