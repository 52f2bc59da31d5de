import type { RemovableKind } from '../kernel/index.ts'

/** Where a thing is seen, by its id alone: an address with a title in it would tell what was removed. */
export function thingPath({ kind, id }: { kind: RemovableKind; id: string }): string | undefined {
  switch (kind) {
    case 'post':
      return `/posts/${id}`
    case 'testimonial':
      return `/testimonials/${id}`
    case 'photo':
    case 'name':
    case 'handle':
    case 'about':
    case 'mail':
    case 'request-message':
      return undefined
    default:
      return kind satisfies never
  }
}

/** How a case is called on pages and in mails: its id in groups that can be read aloud. */
export const referenceOf = (id: string): string => (id.match(/.{1,4}/g) ?? []).join('-').toUpperCase()
