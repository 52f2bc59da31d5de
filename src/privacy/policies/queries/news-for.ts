import type { Actor } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import { policyTitles, type PolicyName } from '../policies.words.ts'

/** A change that somebody has not said that they saw. */
export interface PolicyNews {
  policy: PolicyName
  version: number
  titleKey: string
  effectiveAt: Date
  /** It counts already. */
  isInForce: boolean
  summary: string
  newOwner?: string
  address: string
}

/** The first change that a member is still to be told of on every page; nothing is read for them while there is none. */
export async function newsFor(deps: PolicyDeps, actor: Actor): Promise<PolicyNews | undefined> {
  if (actor.kind !== 'member') return undefined
  const { id: accountId } = actor
  const current = await deps.news.current()
  if (current.length === 0) return undefined
  const ids = current.map(({ policy, version }) => `${accountId} ${policy} ${version}`)
  const seen = new Set(await deps.sightings.distinct('_id', { _id: { $in: ids } }))
  const unseen = current.filter(({ policy, version }) => !seen.has(`${accountId} ${policy} ${version}`))
  if (unseen.length === 0) return undefined
  const accepted = (await deps.accounts.find(accountId))?.accepted
  const agreed: Partial<Record<PolicyName, string>> = accepted ?? {}
  const first = unseen.find(({ policy, version }) => agreed[policy] !== String(version))
  if (!first) return undefined
  const { policy, version, effectiveAt, state, summary, newOwner } = first
  return {
    policy,
    version,
    titleKey: policyTitles[policy],
    effectiveAt: effectiveAt ?? first.changedAt,
    isInForce: state === 'inForce',
    summary,
    ...(newOwner === undefined ? {} : { newOwner }),
    address: deps.link(`/${policy}/${version}/changes`),
  }
}
