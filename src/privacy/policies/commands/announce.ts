import { allow, Conflict, Invalid, type Actor } from '../../../kernel/index.ts'
import type { PolicyDeps } from '../deps.ts'
import { blankIn, noticeDays, type PolicyName } from '../policies.words.ts'
import { mayWritePolicies } from '../policy.policy.ts'
import { policyStates } from '../policy.states.ts'
import type { PolicyVersion } from '../policy.model.ts'
import { changed } from './changed.ts'
import { enforceDue } from './enforce-due.ts'

export interface Announcement {
  policy: PolicyName
  /** The first moment of the day from which on it counts. */
  effectiveAt: Date
  isMaterial: boolean
  summary: string
  newOwner?: string | undefined
}

const aDay = 24 * 60 * 60 * 1000

/**
 * Makes a draft final and says when it counts. A change that matters is told to every member before: 14 days at least, by
 * the job that mails. A first version, and a change that doesn't matter, may count at once. Throws NotAllowed, Invalid with
 * what is missing, Conflict where there is no draft.
 */
export async function announce(deps: PolicyDeps, actor: Actor, announcement: Announcement): Promise<void> {
  allow(mayWritePolicies(actor))
  const { policy } = announcement
  const draft = await deps.policies.findOne({ policy, state: 'draft' }).lean<PolicyVersion>()
  if (!draft) throw new Conflict('policies:rules.noDraft')
  const isFirst = draft.version === 1
  requireComplete(draft, announcement, { isFirst, now: deps.clock() })
  const { effectiveAt, isMaterial, summary, newOwner } = announcement
  const tells = isMaterial && !isFirst
  const taken = await deps.policies.updateOne(
    { _id: draft._id, state: { $in: policyStates.before('announce') }, changedAt: draft.changedAt },
    {
      $set: {
        state: 'announced',
        announcedAt: deps.clock(),
        effectiveAt,
        isMaterial: tells,
        summary,
        ...(newOwner === undefined ? {} : { newOwner }),
        ...(tells ? { mailing: { after: '', told: 0 } } : {}),
      },
    },
  )
  if (taken.modifiedCount === 0) throw new Conflict('policies:rules.changedMeanwhile')
  await changed(deps)
  const details = { version: draft.version, material: tells }
  await deps.audit.record(actor, { action: 'policy.announce', thing: { kind: 'policy', id: policy }, details })
  await enforceDue(deps)
}

function requireComplete(
  { source }: PolicyVersion,
  { effectiveAt, isMaterial, summary, newOwner }: Announcement,
  { isFirst, now }: { isFirst: boolean; now: Date },
): void {
  if (blankIn(source) !== undefined) throw new Invalid({ form: 'policies:rules.blanks' })
  if (isFirst) return
  if (summary === '') throw new Invalid({ summary: 'policies:rules.summary' })
  if (newOwner !== undefined && !isMaterial) throw new Invalid({ isMaterial: 'policies:rules.ownerMatters' })
  // A day is a day: the first moment of the fourteenth one is late enough at any hour of today.
  const earliest = new Date(now.getTime() + (noticeDays - 1) * aDay)
  if (isMaterial && effectiveAt < earliest) throw new Invalid({ effectiveOn: 'policies:rules.tooSoon' })
}
