import type { Role, Silence } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import { isInForce, silenceOf } from '../restriction.ts'
import { rolesNow } from '../roles.ts'

/** A signed-in person with the roles they hold now. */
export interface KnownPerson {
  id: string
  name: string
  handle: string
  roles: readonly Role[]
  /** In force now. */
  silence?: Silence
  photo?: string
  locale?: string
  timeZone?: string
}

const fields = {
  name: 1,
  handle: 1,
  roles: 1,
  email: 1,
  photo: 1,
  locale: 1,
  timeZone: 1,
  status: 1,
  sessionsSince: 1,
  silenced: 1,
  suspended: 1,
} as const
type Known = Pick<Account, '_id' | keyof typeof fields>

/**
 * The person of a session; undefined when the account is gone, suspended or signed out everywhere since. Roles and
 * restrictions are looked up at each request, so that they count at once.
 */
export async function whoIs(
  deps: Pick<AccountDeps, 'accounts' | 'ownerEmails' | 'clock'>,
  { id, since }: { id: string; since: Date | undefined },
): Promise<KnownPerson | undefined> {
  const account = await deps.accounts.findById(id, fields).lean<Known>()
  if (account?.status !== 'active') return undefined
  if (account.sessionsSince && (since === undefined || since < account.sessionsSince)) return undefined
  const now = deps.clock()
  if (isInForce(account.suspended, now)) return undefined
  const { name, handle, photo, locale, timeZone, silenced } = account
  return {
    id,
    name,
    handle,
    roles: rolesNow(account, deps),
    ...silenceOf(silenced, now),
    ...(photo === undefined ? {} : { photo }),
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }
}
