import { atomFeed } from '../../content/index.ts'
import type { PublicTestimonial } from './read.ts'

/** What everybody may read, newest first, and what they could read and can't any more. */
export interface FeedParts {
  items: readonly PublicTestimonial[]
  gone: readonly { id: string; at: Date }[]
}

/** An Atom feed of testimonials; what is gone stands in it as deleted entries (RFC 6721). */
export function atomOf(
  { items, gone }: FeedParts,
  { title, nobody, fullAddress }: { title: string; nobody: string; fullAddress: (path: string) => string },
): string {
  const addressOf = (id: string): string => fullAddress(`/testimonials/${id}`)
  const shown = new Set(items.map(({ id }) => id))
  return atomFeed({
    id: fullAddress('/testimonials/feed.atom'),
    title,
    self: fullAddress('/testimonials/feed.atom'),
    page: fullAddress('/testimonials'),
    entries: items.map(({ id, name = nobody, text, publishedAt }) => ({
      id: addressOf(id),
      title: name,
      address: addressOf(id),
      author: name,
      publishedAt,
      updatedAt: publishedAt,
      content: { text },
    })),
    // One that was published again stands above, whatever a process that was cut off left behind.
    deleted: gone.filter(({ id }) => !shown.has(id)).map(({ id, at }) => ({ id: addressOf(id), at })),
  })
}
