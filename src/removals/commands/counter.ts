import { Conflict } from '../../kernel/index.ts'
import type { CounterNotice, RemovalCase } from '../case.model.ts'
import { whyNoCounter } from '../contest.ts'
import type { RemovalDeps } from '../deps.ts'
import { addBusinessDays, dayOf } from '../due.ts'
import type { Run } from '../engine/run.model.ts'
import { loadByToken, type PartyLink } from '../load-party.ts'
import { counterDays } from '../removals.words.ts'
import { write } from './change.ts'
import { release } from './hide-things.ts'
import { tellStaff } from './tell-staff.ts'

export type NewCounter = Pick<CounterNotice, 'words' | 'name' | 'postalAddress' | 'phone' | 'signature'>

/**
 * An author says that a removal for copyright was a mistake (17 U.S.C. 512(g)(3)). The claimant gets it, and the things
 * come back 10 to 14 business days later unless they went to court. Throws NotFound, Conflict.
 */
export async function counter(deps: RemovalDeps, link: PartyLink, input: NewCounter): Promise<void> {
  const own = await loadByToken(deps, link)
  const { item, party } = own
  const refusal = whyNoCounter(own)
  if (refusal !== undefined) throw new Conflict(refusal)
  const at = deps.clock()
  const today = dayOf(at, item.timeZone)
  const after = await write(deps, item._id, {
    where: { counter: { $exists: false } },
    set: {
      counter: {
        ...input,
        party,
        at,
        restoreOn: addBusinessDays(today, counterDays.from),
        restoreBy: addBusinessDays(today, counterDays.by),
      },
    },
    told: { deed: 'countered', party },
  })
  const [claimant] = after.parties
  if (claimant) await deps.letters.counter(after, claimant)
  await tellStaff(deps, { id: item._id, what: 'counter' })
}

/** The claimant says that they went to court: what is out of sight stays so. Throws NotFound, Conflict. */
export async function goneToCourt(deps: RemovalDeps, link: PartyLink): Promise<void> {
  const { item, party } = await loadByToken(deps, link)
  if (party !== 0) throw new Conflict('removals:rules.over')
  await write(deps, item._id, {
    where: {
      'counter.courtAt': { $exists: false },
      'counter.at': { $exists: true },
      'counter.restoredAt': { $exists: false },
    },
    set: { 'counter.courtAt': deps.clock() },
    told: { deed: 'wentToCourt', party },
  })
  await tellStaff(deps, { id: item._id, what: 'court' })
}

/** Puts back what nobody went to court for in time. Gives how many cases. */
export async function restoreCountered(deps: RemovalDeps): Promise<number> {
  let restored = 0
  const waiting = {
    'counter.restoreOn': { $exists: true },
    'counter.restoredAt': { $exists: false },
    'counter.courtAt': { $exists: false },
  }
  for await (const item of deps.cases
    .find({ ground: 'copyright', state: { $in: ['decided', 'appealed'] }, ...waiting })
    .lean<RemovalCase>()
    .cursor()) {
    if (dayOf(deps.clock(), item.timeZone) <= (item.counter?.restoreOn ?? '')) continue
    await putBack(deps, item)
    restored += 1
  }
  return restored
}

async function putBack(deps: RemovalDeps, item: RemovalCase): Promise<void> {
  const { _id, counter: given, parties, things } = item
  const own = parties[given?.party ?? -1]?.things ?? []
  const mine = own.flatMap((n) => things[n] ?? [])
  await deps.runs.updateMany({ caseId: _id, state: 'ready' }, { $set: { state: 'cancelled' } })
  for (const thing of mine) await release(deps, _id, thing)
  await planForOthers(deps, item, own)
  const at = deps.clock()
  const kept = Object.fromEntries(own.map((n) => [`things.${n}.becomes`, 'keep']))
  const after = await write(deps, _id, {
    where: { 'counter.restoredAt': { $exists: false } },
    set: { 'counter.restoredAt': at, ...kept },
    told: { deed: 'restored', party: given?.party ?? 0 },
  })
  for (const [party, to] of after.parties.entries()) {
    if (party === 0 || party === given?.party) await deps.letters.restored(after, { party, to })
  }
}

/** What is not the author's goes on waiting to be erased. */
async function planForOthers(deps: RemovalDeps, item: RemovalCase, own: readonly number[]): Promise<void> {
  const others = item.things.filter(({ becomes, isHidden }, n) => becomes === 'remove' && isHidden && !own.includes(n))
  if (others.length === 0) return
  const now = deps.clock()
  const run: Omit<Run, '_id' | 'accepted' | 'begun' | 'failures' | 'verified'> = {
    caseId: item._id,
    state: 'ready',
    startsAt: item.appealUntil ?? now,
    why: 'copyright',
    steps: others.map(({ kind, id }) => ({ kind, thingId: id, deed: 'erase' })),
    createdAt: now,
  }
  await deps.runs.create(run)
}
