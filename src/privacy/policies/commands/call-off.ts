import { allow, Conflict, type Actor } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import type { PolicyName } from '../policies.words.ts'
import { mayWritePolicies } from '../policy.policy.ts'
import { policyStates } from '../policy.states.ts'
import type { PolicyVersion } from '../policy.model.ts'
import { changed } from './changed.ts'

/**
 * Takes an announced version back before it counts: it is a draft again, mails that wait are not sent, and nobody has seen
 * it. Throws NotAllowed, Conflict.
 */
export async function callOff(deps: PolicyDeps, actor: Actor, { policy }: { policy: PolicyName }): Promise<void> {
  allow(mayWritePolicies(actor))
  const taken = await deps.policies
    .findOneAndUpdate(
      { policy, state: { $in: policyStates.before('callOff') } },
      {
        $set: { state: 'draft', changedAt: deps.clock() },
        $unset: { announcedAt: 1, effectiveAt: 1, mailing: 1, newOwner: 1 },
      },
    )
    .lean<PolicyVersion>()
  if (!taken) throw new Conflict('policies:rules.notAnnounced')
  await deps.mail.cancelAbout({ kind: 'policy', id: taken._id })
  // What comes under this number next was seen by nobody.
  await deps.sightings.deleteMany({ policy, version: taken.version })
  await changed(deps)
  await deps.audit.record(actor, { action: 'policy.callOff', thing: { kind: 'policy', id: policy } })
}
