import { allow, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { PhotoMark, Testimonial } from '../testimonial.model.ts'
import { mayManage } from '../testimonial.policy.ts'
import { bump, leaving, load, step, type Change } from './change.ts'
import type { Wording } from './draft.ts'
import { holdPhoto, keepPhoto } from './keep-photo.ts'

export interface Revision extends Wording {
  /** The version that was changed; another one meanwhile is a conflict. */
  version: number
  /** Another photo, none any more, or the one there is. */
  photo: Buffer | 'none' | 'same'
}

/**
 * Changes what would be shown. From then on it is another version that nobody consented to: what was public is so no
 * more, and mails that quote the old one are cancelled. Throws NotAllowed, NotFound, Conflict, Invalid.
 */
export async function revise(
  deps: TestimonialDeps,
  actor: Actor,
  { id, ...input }: Revision & { id: string },
): Promise<Testimonial> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  const { photo: wish, version, ...wording } = input
  const photo = Buffer.isBuffer(wish) ? await keepPhoto(deps, id, wish) : wish
  try {
    return await newVersion(deps, { ...item, version }, { deed: 'edited', by: actor, wording, photo })
  } catch (error) {
    // Nothing holds the picture that came with a change that did not come about.
    if (typeof photo === 'object') await deps.photos.deleteOne({ _id: photo.key })
    throw error
  }
}

/** The person's own correction goes back to marketing; what they write is their own wording from then on. */
export async function correct(deps: TestimonialDeps, item: Testimonial, wording: Wording): Promise<Testimonial> {
  return newVersion(deps, item, { deed: 'corrected', wording, photo: 'same', isOwnWords: true })
}

interface NewVersion extends Pick<Change, 'by'> {
  deed: 'edited' | 'corrected'
  wording: Wording
  /** Another one, none any more, or whatever there is: its person may be withdrawing it at this moment. */
  photo: PhotoMark | 'none' | 'same'
  isOwnWords?: boolean
}

async function newVersion(
  deps: TestimonialDeps,
  item: Testimonial,
  { deed, by, wording, photo, isOwnWords = false }: NewVersion,
): Promise<Testimonial> {
  const { stars, text, ...rest } = wording
  const left = leaving(deps, item)
  const changed = await step(
    deps,
    item,
    'edit',
  )({
    deed,
    ...(by ? { by } : {}),
    set: {
      ...rest,
      ...left.set,
      text,
      ...(isOwnWords ? { original: text } : {}),
      version: item.version + 1,
      salt: deps.randomToken(18),
      mailsSent: 0,
      isUnconfirmed: false,
      ...(stars === undefined ? {} : { stars }),
      ...(typeof photo === 'object' ? { photo } : {}),
    },
    unset: {
      ...left.unset,
      requestedAt: 1,
      confirmedAt: 1,
      askedAgainAt: 1,
      publishAt: 1,
      ...(stars === undefined ? { stars: 1 } : {}),
      ...(photo === 'none' ? { photo: 1 } : {}),
    },
  })
  await bump(deps, item._id)
  if (typeof photo === 'object') await holdPhoto(deps, photo.key)
  if (photo !== 'same' && item.photo) await deps.photos.deleteOne({ _id: item.photo.key })
  await deps.mail.cancelAbout({ kind: 'testimonial', id: item._id })
  return changed
}
