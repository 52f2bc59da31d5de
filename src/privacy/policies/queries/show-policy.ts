import { changedWords, shortened, type Part, type SafeHtml } from '../../../content/index.ts'
import { NotFound } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import type { PolicyVersion } from '../policy.model.ts'
import { renderPolicy } from '../render-policy.ts'
import { policyTitles, type PolicyName, type PolicyState } from '../policies.words.ts'

/** A version in a list of a policy's versions. */
export interface VersionRow {
  version: number
  state: PolicyState
  effectiveAt?: Date
  address: string
  /** Missing for the first one. */
  changesAddress?: string
  isShown: boolean
}

/** A policy as everybody reads it. */
export interface PolicyView {
  policy: PolicyName
  titleKey: string
  html: SafeHtml
  /** Missing for a text that nobody put in force. */
  version?: number
  state: PolicyState | 'none'
  effectiveAt?: Date
  versions: VersionRow[]
  upcoming?: VersionRow & { summary: string; newOwner?: string }
  mapAddress?: string
}

/** The differences of a version from the one before it. */
export interface ChangesView {
  policy: PolicyName
  titleKey: string
  version: number
  effectiveAt?: Date
  isInForce: boolean
  summary: string
  newOwner?: string
  parts: Part[]
  address: string
  dataAddress: string
  leaveAddress: string
}

/**
 * A policy as it holds now, or in one of its versions, with all of them. Where nothing is in force there is the text made
 * of the settings, marked as a draft. Throws NotFound for a version that was never announced.
 */
export async function showPolicy(
  deps: PolicyDeps,
  { policy, version }: { policy: PolicyName; version?: number },
): Promise<PolicyView> {
  const all = await publicVersions(deps, policy)
  const inForce = all.find(({ state }) => state === 'inForce')
  const shown = version === undefined ? inForce : all.find((each) => each.version === version)
  if (version !== undefined && !shown) throw new NotFound('no such version')
  const text = shown && (await deps.policies.findById(shown._id, { html: 1 }).lean<Pick<PolicyVersion, 'html'>>())
  const upcoming = all.find(({ state }) => state === 'announced')
  const row = (each: PolicyVersion): VersionRow => toRow(deps, each, shown?.version)
  return {
    policy,
    titleKey: policyTitles[policy],
    html: text?.html ?? generated(deps, policy),
    ...(shown ? { version: shown.version } : {}),
    state: shown?.state ?? 'none',
    ...(shown?.effectiveAt ? { effectiveAt: shown.effectiveAt } : {}),
    versions: all.map(row),
    ...(upcoming && upcoming !== shown
      ? {
          upcoming: {
            ...row(upcoming),
            summary: upcoming.summary,
            ...(upcoming.newOwner === undefined ? {} : { newOwner: upcoming.newOwner }),
          },
        }
      : {}),
    ...(policy === 'privacy' ? { mapAddress: deps.link('/privacy/what-we-keep') } : {}),
  }
}

/** What a version changed. Throws NotFound for the first one, and for one that was never announced. */
export async function showChanges(
  deps: PolicyDeps,
  { policy, version }: { policy: PolicyName; version: number },
): Promise<ChangesView> {
  const [now, before] = await deps.policies
    .find({ policy, version: { $in: [version, version - 1] }, state: { $ne: 'draft' } })
    .sort({ version: -1 })
    .lean<PolicyVersion[]>()
  if (!now || !before || now.version !== version) throw new NotFound('no such change')
  return {
    policy,
    titleKey: policyTitles[policy],
    version,
    ...(now.effectiveAt ? { effectiveAt: now.effectiveAt } : {}),
    isInForce: now.state !== 'announced',
    summary: now.summary,
    ...(now.newOwner === undefined ? {} : { newOwner: now.newOwner }),
    parts: shortened(changedWords(before.source, now.source)),
    address: deps.link(`/${policy}/${version}`),
    dataAddress: deps.link('/me/data'),
    leaveAddress: deps.link('/me/deactivate'),
  }
}

function publicVersions({ policies }: PolicyDeps, policy: PolicyName): Promise<PolicyVersion[]> {
  return policies
    .find({ policy, state: { $ne: 'draft' } }, { source: 0, html: 0 })
    .sort({ version: -1 })
    .limit(200)
    .lean<PolicyVersion[]>()
    .exec()
}

function toRow(
  { link }: PolicyDeps,
  { policy, version, state, effectiveAt }: PolicyVersion,
  shown?: number,
): VersionRow {
  return {
    version,
    state,
    ...(effectiveAt ? { effectiveAt } : {}),
    address: link(`/${policy}/${version}`),
    ...(version > 1 ? { changesAddress: link(`/${policy}/${version}/changes`) } : {}),
    isShown: version === shown,
  }
}

function generated(deps: PolicyDeps, policy: PolicyName): SafeHtml {
  return renderPolicy(deps.generate(policy), { siteOrigin: deps.siteOrigin, baseUrl: deps.fullAddress('/') })
}
