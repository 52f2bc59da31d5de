import { Conflict, type DataSubject } from '../../kernel/index.ts'
import type { PrivacyDeps } from '../deps.ts'
import { leave } from './leave.ts'
import { settleDue } from './settle-departures.ts'

/**
 * Erases everything that any feature holds of a person: an account with all that is its, and whatever belongs to the
 * address alone. May be run again where it was cut off.
 */
export async function forget(deps: PrivacyDeps, { accountId, email }: DataSubject): Promise<void> {
  const account = accountId === undefined ? undefined : await deps.accounts.find(accountId)
  if (account && account.status !== 'erased') {
    try {
      await leave(deps, account, { erases: true, choices: {} })
    } catch (error) {
      // Leaving already: a deactivation that was cut off, or an erasure.
      if (!(error instanceof Conflict)) throw error
      await settleDue(deps)
    }
  }
  if (email === undefined) return
  for (const holder of deps.holders) for (const { kind } of holder.kinds) await holder.settle({ email }, kind, 'delete')
}
