import { Conflict, Invalid } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import { blankIn, type PolicyName } from '../policies.words.ts'
import { changed } from './changed.ts'
import { putDraft } from './write-draft.ts'

/**
 * Puts the first version of a policy in force: for whoever sets a site up on its machine, before there is an owner who
 * could sign in. Throws Invalid for a text with blanks, Conflict where there is a version already.
 */
export async function publishFirst(
  deps: PolicyDeps,
  { policy, source }: { policy: PolicyName; source: string },
): Promise<void> {
  if (blankIn(source) !== undefined) throw new Invalid({ source: 'policies:rules.blanks' })
  if (await deps.policies.exists({ policy, state: { $ne: 'draft' } })) throw new Conflict('policies:rules.notFirst')
  const draft = await putDraft(deps, { policy, source })
  const now = deps.clock()
  await deps.policies.updateOne(
    { _id: draft._id, state: 'draft' },
    { $set: { state: 'inForce', isMaterial: false, announcedAt: now, effectiveAt: now, inForceAt: now } },
  )
  await changed(deps)
}
