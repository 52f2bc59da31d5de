import { isDuplicateKey } from '../../../database/index.ts'
import { allow, Conflict, newId, type Actor } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import type { PolicyName } from '../policies.words.ts'
import { renderPolicy } from '../render-policy.ts'
import { mayWritePolicies } from '../policy.policy.ts'
import type { PolicyVersion } from '../policy.model.ts'

/** Writes the draft of a policy's next version, or begins one. Throws NotAllowed; Conflict while a version is announced. */
export async function writeDraft(
  deps: PolicyDeps,
  actor: Actor,
  { policy, source }: { policy: PolicyName; source: string },
): Promise<void> {
  allow(mayWritePolicies(actor))
  await putDraft(deps, { policy, source })
  await deps.audit.record(actor, { action: 'policy.draft', thing: { kind: 'policy', id: policy } })
}

/** The draft as it is now. Throws Conflict while a version is announced. */
export async function putDraft(
  deps: PolicyDeps,
  { policy, source }: { policy: PolicyName; source: string },
): Promise<PolicyVersion> {
  const latest = await deps.policies.findOne({ policy }).sort({ version: -1 }).lean<PolicyVersion>()
  if (latest?.state === 'announced') throw new Conflict('policies:rules.announced')
  const html = renderPolicy(source, { siteOrigin: deps.siteOrigin, baseUrl: deps.fullAddress('/') })
  const version = latest === null ? 1 : latest.state === 'draft' ? latest.version : latest.version + 1
  const content = { source, html, changedAt: deps.clock() }
  try {
    const written = await deps.policies
      .findOneAndUpdate(
        { policy, version, state: 'draft' },
        { $set: content, $setOnInsert: { _id: newId(), summary: '', isMaterial: true } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<PolicyVersion>()
    return written
  } catch (error) {
    // Announced meanwhile: the number is taken by what is no draft any more.
    if (isDuplicateKey(error)) throw new Conflict('policies:rules.announced')
    throw error
  }
}
