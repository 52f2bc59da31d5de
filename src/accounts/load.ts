import { NotFound, type Member } from '../kernel/index.ts'
import type { Account } from './account.model.ts'
import type { AccountDeps } from './deps.ts'

/** The actor's own account. Throws NotFound when it is gone. */
export async function loadOwn(deps: AccountDeps, actor: Member): Promise<Account> {
  const account = await deps.accounts.findById(actor.id).lean<Account>()
  if (account?.status !== 'active') throw new NotFound('no such account')
  return account
}
