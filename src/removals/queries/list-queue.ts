import type { QueryFilter } from 'mongoose'
import { cutPage, keyFromText, keyToText, type MessageKey } from '../../kernel/index.ts'
import { referenceOf } from '../addresses.ts'
import type { RemovalCase } from '../case.model.ts'
import { waitingStates } from '../case.states.ts'
import type { RemovalDeps } from '../deps.ts'
import { noonOf, dayOf, daysBetween } from '../due.ts'
import { groundKeys, kindKeys, outcomeKeys, stateKeys } from '../labels.words.ts'

const pageSize = 30

/** A case as a line of the queue. */
export interface QueueRow {
  reference: string
  address: string
  groundKey: MessageKey
  stateKey: MessageKey
  outcomeKey?: MessageKey
  kindKeys: MessageKey[]
  receivedAt: Date
  dueOn: Date
  /** Days until then; negative once it is over. */
  daysLeft: number
  isHidden: boolean
  wishesHidden: boolean
  hasRemains: boolean
}

export interface QueueView {
  show: 'waiting' | 'decided'
  rows: QueueRow[]
  links: { first?: string; next?: string }
  tabs: { show: 'waiting' | 'decided'; address: string; isCurrent: boolean }[]
}

/** What waits, by the day it is due; or what was decided, newest due day last. Something left of a removal waits too. */
export async function listQueue(
  deps: RemovalDeps,
  { show, after }: { show: 'waiting' | 'decided'; after?: string | undefined },
): Promise<QueueView> {
  const key = after === undefined ? undefined : keyFromText(after)
  const states: QueryFilter<RemovalCase> =
    show === 'waiting'
      ? { $or: [{ state: { $in: waitingStates } }, { state: 'decided', hasRemains: true }] }
      : { state: { $in: ['decided', 'withdrawn'] }, hasRemains: { $ne: true }, ground: { $ne: 'own' } }
  const beyond = key ? { $or: [{ dueAt: { $gt: key.at } }, { dueAt: key.at, _id: { $gt: key.id } }] } : {}
  const found = await deps.cases
    .find({ $and: [states, beyond] })
    .sort({ dueAt: 1, _id: 1 })
    .limit(pageSize + 1)
    .lean<RemovalCase[]>()
  const { rows, next } = cutPage(found, {
    size: pageSize,
    request: key ? { after: key } : {},
    keyOf: ({ dueAt, _id }) => ({ at: dueAt, id: _id }),
  })
  const at = (more: Record<string, string>): string =>
    deps.link(`/staff/removals?${new URLSearchParams({ show, ...more })}`)
  return {
    show,
    rows: rows.map((item) => toRow(deps, item)),
    links: { ...(key ? { first: at({}) } : {}), ...(next ? { next: at({ after: keyToText(next) }) } : {}) },
    tabs: (['waiting', 'decided'] as const).map((each) => ({
      show: each,
      address: deps.link(`/staff/removals?show=${each}`),
      isCurrent: each === show,
    })),
  }
}

/** How many cases wait for somebody to decide, at most 100. */
export function countWaiting({ cases }: Pick<RemovalDeps, 'cases'>): Promise<number> {
  return cases.countDocuments({ state: { $in: ['open', 'appealed'] } }).limit(100)
}

function toRow({ link, clock }: RemovalDeps, item: RemovalCase): QueueRow {
  const { _id, ground, state, outcome, things, receivedAt, dueOn, wishesHidden, timeZone } = item
  return {
    reference: referenceOf(_id),
    address: link(`/staff/removals/${_id}`),
    groundKey: groundKeys[ground],
    stateKey: stateKeys[state],
    ...(outcome === undefined ? {} : { outcomeKey: outcomeKeys[outcome] }),
    kindKeys: [...new Set(things.map(({ kind }) => kindKeys[kind]))],
    receivedAt,
    dueOn: noonOf(dueOn),
    daysLeft: daysBetween(dayOf(clock(), timeZone), dueOn),
    isHidden: things.some(({ isHidden }) => isHidden),
    wishesHidden: wishesHidden && state === 'open' && !item.leftVisibleAt,
    hasRemains: item.hasRemains ?? false,
  }
}
