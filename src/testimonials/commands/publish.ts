import { allow, Conflict, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import { covers } from '../facts.ts'
import { liveConsent } from '../ledger/live.ts'
import type { ConsentRecord } from '../ledger/record.model.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { mayManage } from '../testimonial.policy.ts'
import { purposes } from '../testimonials.words.ts'
import { bump, leaving, load, step } from './change.ts'

/**
 * Publishes, now or from a moment on. A wish, not a permission: whether it is shown is decided at each reading. Throws
 * NotAllowed, NotFound, Conflict also where no consent covers it for anything.
 */
export async function publish(
  deps: TestimonialDeps,
  actor: Actor,
  { id, at }: { id: string; at?: Date | undefined },
): Promise<void> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  const isForSite = await requireConsent(deps, item)
  const now = deps.clock()
  const isLater = at !== undefined && at > now
  const from = isLater ? at : now
  await step(
    deps,
    item,
    'publish',
  )({
    deed: isLater ? 'scheduled' : 'published',
    by: actor,
    set: { publishedAt: from, ...(isForSite ? { shownFrom: from } : {}), ...(isLater ? { publishAt: at } : {}) },
    unset: isLater ? {} : { publishAt: 1, ...(isForSite ? { leftAt: 1 } : {}) },
  })
  await bump(deps, id)
}

/** Takes one off every page; its consent stays. Throws NotAllowed, NotFound, Conflict. */
export async function unpublish(deps: TestimonialDeps, actor: Actor, id: string): Promise<void> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  const { set, unset } = leaving(deps, item)
  await step(deps, item, 'unpublish')({ deed: 'unpublished', by: actor, set, unset: { ...unset, publishAt: 1 } })
  await bump(deps, id)
}

/** Gives whether the consent that covers it covers the site. Throws Conflict where none covers it for anything. */
async function requireConsent({ ledger }: TestimonialDeps, item: Testimonial): Promise<boolean> {
  const records = await ledger.records.find({ testimonialId: item._id }).sort({ _id: 1 }).lean<ConsentRecord[]>()
  const live = liveConsent(records)
  if (!purposes.some((purpose) => covers(live, item, purpose))) throw new Conflict('rules:testimonial.noConsent')
  return covers(live, item, 'site')
}
