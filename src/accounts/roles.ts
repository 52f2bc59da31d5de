import type { Role } from '../kernel/index.ts'
import type { Account } from './account.model.ts'

/**
 * The roles that an account holds now. Who is owner by the list of addresses is decided here and at each request, so a
 * changed list counts at once.
 */
export function rolesNow(
  { email, roles }: Pick<Account, 'email' | 'roles'>,
  { ownerEmails }: { ownerEmails: readonly string[] },
): readonly Role[] {
  const isListed = email !== undefined && ownerEmails.includes(email)
  return isListed && !roles.includes('owner') ? [...roles, 'owner'] : roles
}
