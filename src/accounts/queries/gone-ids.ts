import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'

/** Ids of erased accounts; with `keepsName`, of those that are closed, where the name may have stayed. */
export async function* goneIds(
  { accounts }: Pick<AccountDeps, 'accounts'>,
  { keepsName }: { keepsName: boolean },
): AsyncIterable<string> {
  const status = keepsName ? 'deactivated' : 'erased'
  for await (const { _id } of accounts.find({ status }, { _id: 1 }).lean<Pick<Account, '_id'>>().cursor()) yield _id
}
