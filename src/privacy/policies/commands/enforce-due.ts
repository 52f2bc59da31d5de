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
    .find({
      state: { $in: policyStates.before('enforce') },
      effectiveAt: { $lte: now },
      $or: [{ isMaterial: false }, { 'mailing.doneAt': { $exists: true } }],
    })
    .lean<PolicyVersion[]>()
  for (const { _id, policy, version } of due) {
    await deps.policies.updateOne({ _id, state: 'announced' }, { $set: { state: 'inForce', inForceAt: now } })
    await deps.policies.updateMany(
      { policy, version: { $lt: version }, state: { $in: policyStates.before('supersede') } },
      { $set: { state: 'superseded' } },
    )
  }
  if (due.length > 0) await changed(deps)
  return due.length
}
