import type { Removable, RemovableKind } from './kernel/index.ts'

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
