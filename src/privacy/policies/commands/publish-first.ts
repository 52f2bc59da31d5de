import { Conflict, Invalid } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import { blankIn, type PolicyName } from '../policies.words.ts'
import type { PolicyVersion } from '../policy.model.ts'
import { changed } from './changed.ts'
import { putDraft } from './write-draft.ts'

/**
 * Puts the first version of a policy in force: for whoever sets a site up on its machine, before there is an owner who
 * could sign in. Once more with the same text does nothing. Throws Invalid for a text with blanks, Conflict where there
 * is another version already.
 */
export async function publishFirst(
  deps: PolicyDeps,
  { policy, source }: { policy: PolicyName; source: string },
): Promise<void> {
  if (blankIn(source) !== undefined) throw new Invalid({ source: 'policies:rules.blanks' })
  const latest = await deps.policies
    .findOne({ policy, state: { $ne: 'draft' } }, { source: 1, state: 1 })
    .sort({ version: -1 })
    .lean<Pick<PolicyVersion, 'source' | 'state'>>()
  if (latest?.state === 'inForce' && latest.source === source) return
  if (latest) throw new Conflict('policies:rules.notFirst')
  const draft = await putDraft(deps, { policy, source })
  const now = deps.clock()
  await deps.policies.updateOne(
    { _id: draft._id, state: 'draft' },
    { $set: { state: 'inForce', isMaterial: false, announcedAt: now, effectiveAt: now, inForceAt: now } },
  )
  await changed(deps)
}
