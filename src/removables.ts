import type { Erased, Removable, RemovableKind } from './kernel/index.ts'

interface Owning {
  readonly removable: Removable
}

type TextKind = 'name' | 'handle' | 'about'

/** Whose things can be removed on request, by what they are. */
interface Owners {
  accounts: { readonly removables: Readonly<Record<TextKind, Removable>> }
  forum: Owning
  photos: Owning
  mail: Owning
  testimonials: Owning
  tickets: Owning
}

/** For each kind of things that can be removed, who does it; a kind that nobody does doesn't compile. */
export function removablesOf(owners: Owners): Record<RemovableKind, Removable> {
  const { accounts, forum, photos, mail, testimonials, tickets } = owners
  return {
    ...accounts.removables,
    post: forum.removable,
    photo: photos.removable,
    mail: mail.removable,
    testimonial: testimonials.removable,
    'request-message': tickets.removable,
  }
}

interface Erasing {
  readonly erased: readonly Erased[]
}

/**
 * What is gone for good of each kind of things, and how it goes again from a restored backup. Accounts last: their things
 * are told one by one, and are still theirs when they go.
 */
export function erasedOf(
  features: Readonly<Record<'forum' | 'photos' | 'testimonials' | 'tickets' | 'removals' | 'privacy', Erasing>>,
): Erased[] {
  const { forum, photos, testimonials, tickets, removals, privacy } = features
  return [forum, photos, testimonials, tickets, removals, privacy].flatMap(({ erased }) => erased)
}
