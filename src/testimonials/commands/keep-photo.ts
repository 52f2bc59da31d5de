import { sha256 } from '../content.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { TestimonialPhoto } from '../photo.model.ts'
import type { PhotoMark } from '../testimonial.model.ts'

/** A photo that waits for longer than this was left by something that was cut off. */
const patience = 60 * 60 * 1000

/** How many one run clears away; the next run goes on. */
const most = 500

/**
 * Stores the picture; the file that came is not kept. Gives what the testimonial is to hold of it. It waits until
 * `holdPhoto` says that it does. Throws Invalid for what can't be used.
 */
export async function keepPhoto(deps: TestimonialDeps, testimonialId: string, file: Buffer): Promise<PhotoMark> {
  const bytes = await deps.makePhoto(file)
  const key = deps.randomToken(18)
  const now = deps.clock()
  await deps.photos.create({ _id: key, testimonialId, bytes, createdAt: now, waitsSince: now })
  return { key, hash: sha256(bytes) }
}

/** Says that its testimonial holds the photo now. */
export async function holdPhoto({ photos }: TestimonialDeps, key: string): Promise<void> {
  await photos.updateOne({ _id: key }, { $unset: { waitsSince: 1 } })
}

/** Clears away photos that no testimonial came to hold. */
export async function clearPhotos(deps: TestimonialDeps): Promise<void> {
  const { photos, testimonials, clock } = deps
  const waited = { waitsSince: { $lte: new Date(clock().getTime() - patience) } }
  const found = await photos.find(waited, { testimonialId: 1 }).limit(most).lean<TestimonialPhoto[]>()
  for (const { _id, testimonialId } of found) {
    if (await testimonials.exists({ _id: testimonialId, 'photo.key': _id })) await holdPhoto(deps, _id)
    else await photos.deleteOne({ _id })
  }
}
