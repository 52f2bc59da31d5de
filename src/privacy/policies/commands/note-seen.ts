import { NotFound, NotSignedIn, type Actor } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import type { PolicyName } from '../policies.words.ts'

/** Notes that the actor has seen a change, so that they are not told of it any more. Throws NotSignedIn, NotFound. */
export async function noteSeen(
  deps: PolicyDeps,
  actor: Actor,
  { policy, version }: { policy: PolicyName; version: number },
): Promise<void> {
  if (actor.kind !== 'member') throw new NotSignedIn()
  const isThere = await deps.policies.exists({ policy, version, state: { $ne: 'draft' } })
  if (!isThere) throw new NotFound('no such version')
  await deps.sightings.updateOne(
    { _id: `${actor.id} ${policy} ${version}` },
    { $setOnInsert: { accountId: actor.id, policy, version, seenAt: deps.clock() } },
    { upsert: true },
  )
}
