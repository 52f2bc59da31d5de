import type { Presence } from '../http/index.ts'
import type { AccountDeps } from './deps.ts'
import { hueOf, initialsOf, photoPath } from './person.ts'
import { whoIs } from './queries/who-is.ts'

/** What of a session tells whose it is. */
export interface SessionOwner {
  accountId?: string
  startedAt?: Date
}

/** Who is behind a session, for the pipeline: who acts, how the header greets them, how they read. */
export async function presenceOf(
  deps: AccountDeps,
  { accountId, startedAt }: SessionOwner,
): Promise<Presence | undefined> {
  const person = accountId === undefined ? undefined : await whoIs(deps, { id: accountId, since: startedAt })
  if (!person) return undefined
  const { id, roles, silence, photo, locale, timeZone } = person
  // One's own pages show the name also while it is out of sight; a name that was removed is given anew on the profile.
  const name = person.name || person.handle
  return {
    actor: { kind: 'member', id, roles, ...(silence ? { silence } : {}) },
    me: {
      name,
      ...(photo === undefined ? {} : { photo: deps.link(photoPath(photo, 'small')) }),
      initials: initialsOf(name),
      hue: hueOf(id),
      isOwner: roles.includes('owner'),
      isStaff: roles.length > 0,
    },
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }
}
