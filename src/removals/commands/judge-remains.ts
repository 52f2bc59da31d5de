import { allow, Conflict, Invalid, type Actor, type Member } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { runPlan } from '../engine/run-plans.ts'
import type { Run } from '../engine/run.model.ts'
import { mayDecide } from '../removals.policy.ts'
import { loadCase } from '../load-case.ts'
import { write } from './change.ts'
import { record } from './record.ts'

/**
 * Says of something that the search found that it is not what was removed, with the reason; then it is looked again.
 * Throws NotFound, NotAllowed, Invalid, Conflict.
 */
export async function acceptRemains(
  deps: RemovalDeps,
  actor: Actor,
  { id, runId, place, thing, reason }: { id: string; runId: string; place: string; thing: string; reason: string },
): Promise<void> {
  const item = await loadCase(deps, id)
  allow(mayDecide(actor, item))
  if (reason === '') throw new Invalid({ reason: 'removals:rules.reasonMissing' })
  const { id: byId } = actor as Member
  const written = await deps.runs.updateOne(
    { _id: runId, caseId: id, state: 'remains', 'report.left': { $elemMatch: { place, id: thing } } },
    { $push: { accepted: { place, id: thing, byId, at: deps.clock(), reason } } },
  )
  if (written.matchedCount === 0) throw new Conflict('removals:rules.changedMeanwhile')
  await write(deps, id, { told: { deed: 'accepted', byId, note: place } })
  await record(deps, actor, { action: 'removal.accept', id, details: { place } })
  await runPlan(deps, runId, { verifies: true })
}

/** Looks once more for what is left, now. Throws NotFound, NotAllowed. */
export async function lookAgain(deps: RemovalDeps, actor: Actor, id: string): Promise<void> {
  allow(mayDecide(actor, await loadCase(deps, id)))
  const waiting = await deps.runs
    .find({ caseId: id, state: { $in: ['removing', 'remains'] } }, { _id: 1 })
    .lean<Pick<Run, '_id'>[]>()
  for (const { _id } of waiting) await runPlan(deps, _id, { verifies: true })
}
