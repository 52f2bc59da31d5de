import { newId } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import { contentOf } from '../facts.ts'
import { append } from '../ledger/append.ts'
import type { ConsentDetails } from '../ledger/details.model.ts'
import { hashesOf } from '../ledger/hashes.ts'
import type { ConsentRecord } from '../ledger/record.model.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { wordingVersion, type ConsentAct, type NameForm, type Purpose } from '../testimonials.words.ts'

export interface Said {
  act: ConsentAct
  purposes?: readonly Purpose[]
  nameForm?: NameForm
  withPhoto?: boolean
  tokenHash?: string | undefined
  mailed?: { messageId: string; at: Date }
}

/** Writes into the ledger what was said about a testimonial as it is now, with everything that was shown. */
export async function record(deps: TestimonialDeps, item: Testimonial, said: Said): Promise<ConsentRecord> {
  const details = detailsOf(item, said)
  const { contentHash, photoHash } = hashesOf(details, item.version)
  const line = { ...lineOf(deps, item, said), contentHash, ...(photoHash === undefined ? {} : { photoHash }) }
  const written = await append(deps.ledger, line, details)
  // An erasure at this moment marks the testimonial first and clears the details later: one of the two sees the other.
  const isErased = !(await deps.testimonials.exists({ _id: item._id, state: { $ne: 'removed' } }))
  if (isErased) await deps.ledger.details.deleteMany({ testimonialId: item._id })
  return written
}

/** Writes into the ledger what needs no proof of what was shown: the end of a consent, or that it still holds. */
export async function note(deps: TestimonialDeps, item: Testimonial, said: Said): Promise<ConsentRecord> {
  return append(deps.ledger, lineOf(deps, item, said))
}

function lineOf(
  deps: TestimonialDeps,
  item: Testimonial,
  { act, purposes = [], tokenHash }: Said,
): Omit<ConsentRecord, '_id' | 'previous' | 'hash'> {
  return {
    at: deps.clock(),
    act,
    testimonialId: item._id,
    version: item.version,
    purposes: [...purposes],
    wording: wordingVersion,
    locale: item.locale,
    ...(tokenHash === undefined ? {} : { tokenHash }),
  }
}

function detailsOf(item: Testimonial, { nameForm, withPhoto = false, mailed }: Said): ConsentDetails {
  const { version: _, stars, ...content } = contentOf(item, nameForm)
  return {
    _id: newId(),
    testimonialId: item._id,
    salt: item.salt ?? '',
    ...content,
    ...(stars === undefined ? {} : { stars }),
    address: item.email ?? '',
    ...(withPhoto && item.photo ? { photoBytesHash: item.photo.hash } : {}),
    ...(mailed ? { messageId: mailed.messageId, mailedAt: mailed.at } : {}),
  }
}
