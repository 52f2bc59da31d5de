import { NotFound } from '../../kernel/index.ts'
import { tokenHash } from '../../accounts/index.ts'
import type { ConsentLink } from '../consent-link.model.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'

/** What a mailed link leads to, with the hash of its token. Throws NotFound for a link that is none, or whose testimonial is removed. */
export async function findByLink(
  { links, testimonials }: TestimonialDeps,
  token: string,
): Promise<{ item: Testimonial; way: { id: string; tokenHash: string } }> {
  const hash = tokenHash(token)
  const link = await links.findById(hash).lean<ConsentLink>()
  const item = link && (await testimonials.findById(link.testimonialId).lean<Testimonial>())
  if (!item || item.state === 'removed') throw new NotFound('no such link')
  return { item, way: { id: item._id, tokenHash: hash } }
}
