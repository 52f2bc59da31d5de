import { allow, NotFound, type Actor, type Role } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import { mayGiveRoles } from '../people.policy.ts'

/**
 * Gives a person exactly these roles; from then on no provider changes them. Their sessions end, so that no session has
 * an id from before its rights changed. Throws NotFound, NotAllowed.
 */
export async function giveRoles(
  deps: AccountDeps,
  actor: Actor,
  { id, roles }: { id: string; roles: readonly Role[] },
): Promise<void> {
  const account = await deps.accounts.findOne({ _id: id, status: 'active' }).lean<Account>()
  if (!account) throw new NotFound('no such account')
  allow(mayGiveRoles(actor, { id, roles: account.roles }))
  const now = deps.clock()
  await deps.accounts.updateOne({ _id: id }, { $set: { roles: [...roles], rolesGivenAt: now, sessionsSince: now } })
  await deps.sessions.endAll(id)
  await deps.peopleChanged()
  const details = { before: account.roles.join(' '), now: roles.join(' ') }
  await deps.audit.record(actor, { action: 'account.roles', thing: { kind: 'account', id }, about: id, details })
}
