import type { AuditAction } from '../../audit/index.ts'
import { Conflict, NotFound, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import { itemStamp, wallStamp } from '../stamp-names.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { testimonialStates } from '../testimonial.states.ts'
import type { Deed } from '../testimonials.words.ts'

type Unset = Partial<Record<keyof Testimonial, 1>>

export interface Change {
  deed: Deed
  /** Who works here and did it, for the audit log; missing where its person or time did. */
  by?: Actor
  set?: Partial<Testimonial>
  unset?: Unset
}

/** What a change says of one that everybody sees and won't see any more. */
export function leaving(
  { clock }: TestimonialDeps,
  { state, shownFrom, leftAt }: Testimonial,
): { set: Partial<Testimonial>; unset: Unset } {
  const now = clock()
  const isSeen = state === 'published' && shownFrom !== undefined && shownFrom <= now
  return { set: isSeen && !leftAt ? { leftAt: now } : {}, unset: { shownFrom: 1 } }
}

/** The same for one that is taken out of whatever state it is in by now. */
export async function markLeft({ testimonials, clock }: TestimonialDeps, id: string): Promise<void> {
  const leftAt = clock()
  const wasSeen = { shownFrom: { $lte: leftAt }, leftAt: { $exists: false } }
  await testimonials.updateOne({ _id: id, ...wasSeen }, { $set: { leftAt } })
}

/** A testimonial by its id. Throws NotFound. */
export async function load({ testimonials }: TestimonialDeps, id: string): Promise<Testimonial> {
  const item = await testimonials.findById(id).lean<Testimonial>()
  if (!item) throw new NotFound('no such testimonial')
  return item
}

/**
 * Takes a testimonial to its next state, with what changes and the line of its log in one write that only holds while it is
 * what was read. Throws Conflict when it changed meanwhile or the table has no such step.
 */
export function step(
  deps: TestimonialDeps,
  item: Testimonial,
  event: string,
): (change: Change) => Promise<Testimonial> {
  const state = testimonialStates.step(item.state, event)
  return (change) => write(deps, item, { ...change, set: { ...change.set, state } })
}

/** What the audit log calls the deeds of people who work here. */
const audited: Partial<Record<Deed, AuditAction>> = {
  edited: 'testimonial.edit',
  asked: 'testimonial.ask',
  published: 'testimonial.publish',
  scheduled: 'testimonial.publish',
  unpublished: 'testimonial.unpublish',
  featured: 'testimonial.arrange',
  unfeatured: 'testimonial.arrange',
  tagged: 'testimonial.arrange',
}

/**
 * Changes a testimonial within its state, and tells the audit log where somebody who works here did it. Throws Conflict
 * when it changed meanwhile.
 */
export async function write(
  { testimonials, audit, clock }: TestimonialDeps,
  item: Testimonial,
  { deed, by, set = {}, unset = {} }: Change,
): Promise<Testimonial> {
  const actor = by?.kind === 'member' ? { by: by.id } : {}
  const entry = { at: clock(), deed, version: set.version ?? item.version, ...actor }
  const updated = await testimonials
    .findOneAndUpdate(
      { _id: item._id, state: item.state, version: item.version },
      {
        $set: set,
        $push: { log: { $each: [entry], $slice: -200 } },
        ...(Object.keys(unset).length === 0 ? {} : { $unset: unset }),
      },
      { returnDocument: 'after' },
    )
    .lean<Testimonial>()
  if (!updated) throw new Conflict('rules:states.notPossible')
  const action = audited[deed]
  if (by && action) await audit.record(by, { action, thing: { kind: 'testimonial', id: item._id } })
  return updated
}

/** Tells every page that shows the testimonial to be made anew; done when this resolves. */
export async function bump({ stamps }: TestimonialDeps, id: string): Promise<void> {
  await stamps.bump(wallStamp, itemStamp(id))
}
