import type { RemovalCase } from '../case.model.ts'
import { caseStates } from '../case.states.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'
import type { Run } from '../engine/run.model.ts'
import { tellAsker } from './tell-asker.ts'

/** Nothing is left of what a plan removed: the case says so, and who asked is told. Safe to run again. */
export async function finishRemoving(deps: RemovalDeps, { _id: runId, caseId, forgetsAsker }: Run): Promise<void> {
  const item = await deps.cases.findById(caseId).lean<RemovalCase>()
  if (!item) return
  const note = { _id: caseId, events: { $not: { $elemMatch: { deed: 'removed', note: runId } } } }
  const told = { events: { at: deps.clock(), deed: 'removed', note: runId } }
  await deps.cases.updateOne(note, { $push: told, $unset: { hasRemains: 1 } })
  await deps.cases.updateOne(
    { _id: caseId, state: { $in: caseStates.before('finish') } },
    { $set: { state: 'decided' } },
  )
  const decision = await deps.decisions.findOne({ caseId, runIds: runId }).lean<Decision>()
  if (decision) await tellAsker(deps, { id: caseId, decision })
  if (forgetsAsker) await forgetAsker(deps, caseId)
}

/** Who wanted everything gone that is held of them is named here no longer than it takes to tell them. */
async function forgetAsker({ cases }: RemovalDeps, _id: string): Promise<void> {
  const gone = { 'parties.0.accountId': 1, 'parties.0.email': 1, 'parties.0.name': 1 }
  await cases.updateOne({ _id }, { $unset: gone, $set: { notice: {} }, $pull: { messages: { party: 0 } } })
}
