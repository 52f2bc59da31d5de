import type { Quote } from '../content.ts'
import type { Connection } from '../testimonials.words.ts'
import type { PublicTestimonial } from './read.ts'

/** A testimonial as it is drawn: on the wall, on its page, and in the preview before consent. */
export interface Card {
  id: string
  /** Its page; missing in a preview, and where the consent is for widgets alone. */
  address?: string
  /** Where anybody asks to have it removed; missing in a preview. */
  removalAddress?: string
  text: string
  /** Whether it stands in quotation marks: all of it or pieces of it are as its person wrote them. */
  isQuoted: boolean
  name?: string
  role: string
  company: string
  stars?: number
  photo?: string
  /** Message key of what ties its person to the company; missing where nothing does. */
  connectionKey?: string
  isFeatured: boolean
}

const connectionKeys = {
  none: undefined,
  employee: 'testimonials:connection.employee',
  paid: 'testimonials:connection.paid',
  'free-product': 'testimonials:connection.freeProduct',
  discount: 'testimonials:connection.discount',
} as const satisfies Record<Connection, string | undefined>

const isQuoted = { whole: true, cut: true, none: false } as const satisfies Record<Quote, boolean>

/** How one is drawn. `address` and `photo` are finished addresses. */
export function toCard(
  item: Omit<PublicTestimonial, 'photo' | 'publishedAt' | 'hasPage' | 'shareKey'>,
  shownAt: { address?: string | undefined; photo?: string | undefined; removalAddress?: string | undefined },
): Card {
  const { address, photo, removalAddress } = shownAt
  const { id, text, quote, name, role, company, stars, connection, isFeatured } = item
  const connectionKey = connectionKeys[connection]
  return {
    id,
    text,
    isQuoted: isQuoted[quote],
    role,
    company,
    isFeatured,
    ...(address === undefined ? {} : { address }),
    ...(name === undefined ? {} : { name }),
    ...(stars === undefined ? {} : { stars }),
    ...(photo === undefined ? {} : { photo }),
    ...(removalAddress === undefined ? {} : { removalAddress }),
    ...(connectionKey === undefined ? {} : { connectionKey }),
  }
}

/** How one that is public is drawn. `link` completes a path below the mount path: for a page of ours, or for any page. */
export function cardOf(link: (path: string) => string, item: PublicTestimonial): Card {
  const address = link(`/testimonials/${item.id}`)
  return toCard(item, {
    ...(item.hasPage ? { address, removalAddress: link(`/removals/new?about=/testimonials/${item.id}`) } : {}),
    ...(item.photo === undefined ? {} : { photo: `${address}/photos/${item.photo}` }),
  })
}
