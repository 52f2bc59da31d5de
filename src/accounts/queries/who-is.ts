import type { Role } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'

/** A signed-in person with the roles they hold now. */
export interface KnownPerson {
  id: string
  name: string
  handle: string
  roles: readonly Role[]
  photo?: string
  locale?: string
  timeZone?: string
}

const fields = { name: 1, handle: 1, roles: 1, email: 1, photo: 1, locale: 1, timeZone: 1, status: 1, sessionsSince: 1 }
type Known = Pick<
  Account,
  '_id' | 'name' | 'handle' | 'roles' | 'email' | 'photo' | 'locale' | 'timeZone' | 'status' | 'sessionsSince'
>

/**
 * The person of a session; undefined when the account is gone or signed out everywhere since. Who is owner is decided
 * here and at each request: by a proven address on the owner's list, so a changed list counts at once.
 */
export async function whoIs(
  deps: Pick<AccountDeps, 'accounts' | 'ownerEmails'>,
  { id, since }: { id: string; since: Date | undefined },
): Promise<KnownPerson | undefined> {
  const account = await deps.accounts.findById(id, fields).lean<Known>()
  if (account?.status !== 'active') return undefined
  if (account.sessionsSince && (since === undefined || since < account.sessionsSince)) return undefined
  const isListed = account.email !== undefined && deps.ownerEmails.includes(account.email)
  const roles: Role[] = isListed && !account.roles.includes('owner') ? [...account.roles, 'owner'] : account.roles
  const { name, handle, photo, locale, timeZone } = account
  return {
    id,
    name,
    handle,
    roles,
    ...(photo === undefined ? {} : { photo }),
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }
}
