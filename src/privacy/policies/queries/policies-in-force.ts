import type { PolicyDeps } from '../deps.ts'
import type { PolicyVersion } from '../policy.model.ts'
import { blankIn, policyNames, type PolicyName } from '../policies.words.ts'

/** What a person agrees to when they come. */
export interface AgreedPolicy {
  version: string
  address: string
}

/** The version of a policy that holds now, and where it is read: here, or on another site of the owner's. */
export async function policyInForce(deps: PolicyDeps, policy: PolicyName): Promise<AgreedPolicy> {
  const found = await deps.policies
    .findOne({ policy, state: 'inForce' }, { version: 1 })
    .sort({ version: -1 })
    .lean<Pick<PolicyVersion, 'version'>>()
  if (found) return { version: String(found.version), address: deps.link(`/${policy}/${found.version}`) }
  return { version: deps.versionElsewhere, address: deps.elsewhere[policy] ?? deps.link(`/${policy}`) }
}

/** Policies that a live site needs and that have no text in force, here or elsewhere, or one with blanks. */
export async function missingPolicies(deps: PolicyDeps): Promise<PolicyName[]> {
  const missing: PolicyName[] = []
  for (const policy of policyNames) {
    // What is said of cookies is read off the software and has no blanks.
    if (policy === 'cookies' || deps.elsewhere[policy] !== undefined) continue
    const found = await deps.policies
      .findOne({ policy, state: 'inForce' }, { source: 1 })
      .sort({ version: -1 })
      .lean<Pick<PolicyVersion, 'source'>>()
    if (!found || blankIn(found.source) !== undefined) missing.push(policy)
  }
  return missing
}
