import { contentHash, photoHash, quoteOf, type Content } from './content.ts'
import type { LiveConsent } from './ledger/live.ts'
import type { Testimonial } from './testimonial.model.ts'
import type { NameForm, Purpose } from './testimonials.words.ts'

/** What of a testimonial is shown, as its present version has it. */
export function contentOf(item: Testimonial, nameForm: NameForm = item.nameForm): Content {
  const { version, text, original, name, role, company, stars, connection } = item
  return { version, text, name, nameForm, role, company, stars, connection, quote: quoteOf(text, original) }
}

/** Whether a consent that holds covers a testimonial as it is now, for one purpose. */
export function covers(live: LiveConsent | undefined, item: Testimonial, purpose: Purpose): boolean {
  if (live?.purposes.includes(purpose) !== true || item.salt === undefined) return false
  return live.contentHash === contentHash(contentOf(item), item.salt)
}

/** The key of the photo that may be shown with it: the very one that was consented to. */
export function coveredPhoto(live: LiveConsent | undefined, item: Testimonial): string | undefined {
  if (!item.photo || item.salt === undefined || live?.photoHash === undefined) return undefined
  return live.photoHash === photoHash(item.photo.hash, item.salt) ? item.photo.key : undefined
}
