import type { RemovalDeps } from '../deps.ts'
import type { Run } from '../engine/run.model.ts'
import { tellStaff } from './tell-staff.ts'

/** Something is left of what was erased: the case stays open, and those who decide are called, once for each count. */
export async function tellRemains(deps: RemovalDeps, { _id: runId, caseId }: Run, left: number): Promise<void> {
  const note = `${runId} ${left}`
  await deps.cases.updateOne(
    { _id: caseId, events: { $not: { $elemMatch: { deed: 'remains', note } } } },
    { $push: { events: { at: deps.clock(), deed: 'remains', note } } },
  )
  await deps.cases.updateOne({ _id: caseId }, { $set: { hasRemains: true } })
  await tellStaff(deps, { id: caseId, what: 'remains', once: note })
}
