import type { PolicyDeps } from '../deps.ts'
import { policyStates } from '../policy.states.ts'
import type { PolicyVersion } from '../policy.model.ts'
import { changed } from './changed.ts'

/**
 * Puts versions in force whose day has come, but none before the mails about it are on their way to every member. The new
 * one first: there is no moment without one. Gives how many.
 */
export async function enforceDue(deps: PolicyDeps): Promise<number> {
  const now = deps.clock()
  const due = await deps.policies
    .find(
      {
        state: { $in: policyStates.before('enforce') },
        effectiveAt: { $lte: now },
        $or: [{ isMaterial: false }, { 'mailing.doneAt': { $exists: true } }],
      },
      { _id: 1 },
    )
    .lean<Pick<PolicyVersion, '_id'>[]>()
  const ids = due.map(({ _id }) => _id)
  await deps.policies.updateMany(
    { _id: { $in: ids }, state: { $in: policyStates.before('enforce') } },
    { $set: { state: 'inForce', inForceAt: now } },
  )
  if (due.length > 0) await changed(deps)
  if ((await supersede(deps)) > 0) await changed(deps)
  return due.length
}

/** Ends every version whose successor is in force; also one that a crash left. Gives how many. */
async function supersede({ policies }: PolicyDeps): Promise<number> {
  const inForce = await policies
    .find({ state: { $in: policyStates.before('supersede') } }, { policy: 1, version: 1 })
    .lean<Pick<PolicyVersion, '_id' | 'policy' | 'version'>[]>()
  const ids = inForce
    .filter((old) => inForce.some(({ policy, version }) => policy === old.policy && version > old.version))
    .map(({ _id }) => _id)
  if (ids.length === 0) return 0
  await policies.updateMany({ _id: { $in: ids } }, { $set: { state: 'superseded' } })
  return ids.length
}
