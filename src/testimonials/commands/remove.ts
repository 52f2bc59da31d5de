import { allow, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { mayManage } from '../testimonial.policy.ts'
import type { HidingReason } from '../testimonials.words.ts'
import { bump, load, markLeft } from './change.ts'
import { note } from './record.ts'

/** Erases one on the wish of somebody who works here. Throws NotAllowed, NotFound. */
export async function remove(deps: TestimonialDeps, actor: Actor, id: string): Promise<void> {
  allow(mayManage(actor))
  await load(deps, id)
  await erase(deps, id)
  await deps.audit.record(actor, { action: 'testimonial.remove', thing: { kind: 'testimonial', id } })
}

/**
 * Erases everything personal of a testimonial: its words, photo, links, mails, and the details of the ledger with their
 * salts. The chain stays, and stays verifiable. May be run again after it was cut off: whose it was goes last, so that
 * the person's leaving, and the job (tend.ts), find what isn't finished.
 */
export async function erase(deps: TestimonialDeps, id: string): Promise<void> {
  const item = await deps.testimonials.findById(id).lean<Testimonial>()
  if (!item) return
  const now = deps.clock()
  await markLeft(deps, id)
  await deps.testimonials.updateOne({ _id: id }, { ...tombstone(item, now) })
  await bump(deps, id)
  await deps.photos.deleteMany({ testimonialId: id })
  await deps.links.deleteMany({ testimonialId: id })
  const known = await deps.ledger.records.exists({ testimonialId: id })
  const isNoted = await deps.ledger.records.exists({ testimonialId: id, act: 'erased' })
  if (known && !isNoted) await note(deps, { ...item, locale: 'en' }, { act: 'erased' })
  await deps.ledger.details.deleteMany({ testimonialId: id })
  await deps.mail.cancelAbout({ kind: 'testimonial', id })
  await deps.testimonials.updateOne({ _id: id }, { $unset: { email: 1, accountId: 1 } })
}

function tombstone({ version }: Testimonial, now: Date): object {
  return {
    $set: {
      state: 'removed',
      name: '',
      role: '',
      company: '',
      text: '',
      original: '',
      nameForm: 'anonymous',
      connection: 'none',
      tags: [],
      isFeatured: false,
      hiddenFor: [],
      log: [{ at: now, deed: 'removed', version }],
    },
    $unset: {
      stars: 1,
      photo: 1,
      salt: 1,
      publishAt: 1,
      shownFrom: 1,
      requestedAt: 1,
      confirmedAt: 1,
      askedAgainAt: 1,
    },
  }
}

/** Takes one out of sight, for a reason that can go again. Gives whether that changed anything. */
export async function hide(deps: TestimonialDeps, id: string, reason: HidingReason): Promise<boolean> {
  const { modifiedCount } = await deps.testimonials.updateOne(
    { _id: id, state: { $ne: 'removed' }, hiddenFor: { $ne: reason } },
    { $push: { hiddenFor: reason } },
  )
  await markLeft(deps, id)
  await bump(deps, id)
  await deps.mail.holdAbout({ kind: 'testimonial', id })
  return modifiedCount === 1
}

/** Takes a reason away; when it was the last one, everything is as before. Gives whether that changed anything. */
export async function restore(deps: TestimonialDeps, id: string, reason: HidingReason): Promise<boolean> {
  const { modifiedCount } = await deps.testimonials.updateOne(
    { _id: id, hiddenFor: reason },
    { $pull: { hiddenFor: reason } },
  )
  if (modifiedCount === 1) await markBack(deps, id)
  await bump(deps, id)
  if (await deps.testimonials.exists({ _id: id, hiddenFor: { $size: 0 } }))
    await deps.mail.releaseAbout({ kind: 'testimonial', id })
  return modifiedCount === 1
}

async function markBack({ testimonials, clock }: TestimonialDeps, _id: string): Promise<void> {
  const isSeen = { state: 'published', hiddenFor: { $size: 0 }, shownFrom: { $lte: clock() } } as const
  await testimonials.updateOne({ _id, ...isSeen }, { $unset: { leftAt: 1 } })
}
