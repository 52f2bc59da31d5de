import type { Role } from '../../kernel/index.ts'
import type { Account, AccountModel } from '../account.model.ts'

/** A signed-in person's account with the roles they hold now. */
export interface KnownPerson {
  id: string
  name: string
  roles: readonly Role[]
}

/**
 * The person of an account id with their present roles; undefined when there is no such account. Who is owner is
 * decided here and at each request: by a verified address on the owner's list, so a changed list counts at once.
 */
export async function whoIs(
  accounts: AccountModel,
  { id, ownerEmails }: { id: string; ownerEmails: readonly string[] },
): Promise<KnownPerson | undefined> {
  const account = await accounts
    .findById(id, { name: 1, roles: 1, email: 1, emailVerified: 1 })
    .lean<Pick<Account, '_id' | 'name' | 'roles' | 'email' | 'emailVerified'>>()
  if (!account) return undefined
  const isListed = account.emailVerified && account.email !== undefined && ownerEmails.includes(account.email)
  const roles: Role[] = isListed && !account.roles.includes('owner') ? [...account.roles, 'owner'] : account.roles
  return { id: account._id, name: account.name, roles }
}
