import type { PolicyDeps } from '../deps.ts'
import type { PolicyVersion } from '../policy.model.ts'
import {
  blankIn,
  noticeDays,
  policyNames,
  policyStateKeys,
  policyTitles,
  type PolicyName,
  type PolicyState,
} from '../policies.words.ts'

export interface PolicyCard {
  policy: PolicyName
  titleKey: string
  address: string
  states: {
    version: number
    state: PolicyState
    stateKey: string
    effectiveAt?: Date
    told?: number
    isTold?: boolean
  }[]
  /** Where it stands when it stands elsewhere. */
  elsewhere?: string
}

/** Every policy with its latest versions, for the owner. */
export async function listPolicies(deps: PolicyDeps): Promise<{ policies: PolicyCard[] }> {
  return { policies: await Promise.all(policyNames.map((policy) => cardOf(deps, policy))) }
}

async function cardOf(deps: PolicyDeps, policy: PolicyName): Promise<PolicyCard> {
  const found = await deps.policies
    .find({ policy }, { source: 0, html: 0 })
    .sort({ version: -1 })
    .limit(20)
    .lean<PolicyVersion[]>()
  const elsewhere = deps.elsewhere[policy]
  return {
    policy,
    titleKey: policyTitles[policy],
    address: deps.link(`/staff/policies/${policy}`),
    states: found.map(({ version, state, effectiveAt, mailing }) => ({
      version,
      state,
      stateKey: policyStateKeys[state],
      ...(effectiveAt ? { effectiveAt } : {}),
      ...(mailing ? { told: mailing.told, isTold: mailing.doneAt !== undefined } : {}),
    })),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  }
}

export interface EditView extends PolicyCard {
  draft: boolean
  announced: boolean
  isFirst: boolean
  blank?: string
  publicAddress: string
  noticeDays: number
  source: string
}

/** One policy as the owner works on it: its draft, or where there is none what one begins with. */
export async function showEditor(deps: PolicyDeps, policy: PolicyName): Promise<EditView> {
  const latest = await deps.policies.findOne({ policy }).sort({ version: -1 }).lean<PolicyVersion>()
  const source = latest?.source ?? deps.generate(policy)
  const blank = blankIn(source)
  return {
    ...(await cardOf(deps, policy)),
    draft: latest?.state === 'draft',
    announced: latest?.state === 'announced',
    isFirst: latest === null || (latest.state === 'draft' && latest.version === 1),
    ...(blank === undefined ? {} : { blank }),
    publicAddress: deps.link(`/${policy}`),
    noticeDays,
    source,
  }
}
