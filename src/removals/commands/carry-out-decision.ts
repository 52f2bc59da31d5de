import { NotFound } from '../../kernel/index.ts'
import type { Appeal, RemovalCase } from '../case.model.ts'
import { caseStates } from '../case.states.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { appealEnd } from '../due.ts'
import { runPlan } from '../engine/run-plans.ts'
import type { Run } from '../engine/run.model.ts'
import { hideOne, release } from './hide-things.ts'
import { tellAsker } from './tell-asker.ts'
import { tellAuthors } from './tell-authors.ts'
import { mostAtOnce } from '../removals.words.ts'
import { transparencyStamp } from '../stamp-names.ts'

/**
 * Does what a decision says: what goes is out of sight, what stays is in sight, the plans may run, the case says what
 * was decided, both sides are told. Every step may be done twice, so that a job goes on where a crash came between.
 */
export async function carryOutDecision(deps: RemovalDeps, id: string): Promise<void> {
  const decision = await deps.decisions.findById(id).lean<Decision>()
  const item = decision && (await deps.cases.findById(decision.caseId).lean<RemovalCase>())
  if (!decision || !item) throw new NotFound('no such decision')
  await supersede(deps, decision)
  // Of very many things all is in the plan, and the job begins with it within seconds.
  const isLong = item.things.length > mostAtOnce
  for (const [n, thing] of item.things.entries()) {
    if (thing.doneAt || isLong) continue
    if (decision.things[n]?.becomes === 'keep') await release(deps, item._id, thing)
    else await hideOne(deps, item._id, thing)
  }
  await deps.runs.updateMany({ _id: { $in: decision.runIds }, state: 'drafted' }, { $set: { state: 'ready' } })
  const now = await deps.runs
    .find({ _id: { $in: decision.runIds }, startsAt: { $lte: deps.clock() } }, { _id: 1 })
    .lean<Pick<Run, '_id'>[]>()
  await noteDecision(deps, item, { decision, erasesNow: now.length > 0 })
  await tellAuthors(deps, { id: item._id, what: 'decided', decision })
  if (now.length === 0) await tellAsker(deps, { id: item._id, decision })
  await deps.stamps.bump(transparencyStamp)
  await deps.decisions.updateOne({ _id: id }, { $set: { carriedOutAt: deps.clock() } })
  if (isLong) return
  for (const { _id } of now) await runPlan(deps, _id, { verifies: false })
}

/** A decision about an appeal takes the place of the one before: what was to be erased later no longer is, unless this one says so too. */
async function supersede({ runs }: RemovalDeps, { caseId, runIds, at }: Decision): Promise<void> {
  await runs.updateMany(
    { caseId, _id: { $nin: runIds }, state: 'ready', startsAt: { $gt: at } },
    { $set: { state: 'cancelled' } },
  )
}

/** Written once: the line of a decision that is noted is there already. */
async function noteDecision(
  deps: RemovalDeps,
  item: RemovalCase,
  { decision, erasesNow }: { decision: Decision; erasesNow: boolean },
): Promise<void> {
  const { round, at, byId, outcome, things } = decision
  const event = erasesNow ? 'remove' : 'decide'
  if (!caseStates.before(event).includes(item.state)) return
  const appeals = item.appeals.map((appeal): Appeal =>
    `appeal-${appeal.party}` === round ? { ...appeal, decidedAt: at, outcome } : appeal,
  )
  const isWaiting = appeals.some(({ decidedAt }) => decidedAt === undefined)
  const state = isWaiting ? 'appealed' : caseStates.step(item.state, event)
  const becoming = Object.fromEntries(things.map(({ becomes }, n) => [`things.${n}.becomes`, becomes]))
  const first = round === 'first' ? { decidedAt: at, appealUntil: appealEnd(at, item.timeZone) } : {}
  await deps.cases.updateOne(
    { _id: item._id, state: item.state, events: { $not: { $elemMatch: { deed: 'decided', note: round } } } },
    {
      $set: { state, outcome, deciderId: byId, appeals, ...becoming, ...first },
      $push: { events: { at, deed: 'decided', byId, note: round } },
    },
  )
}
