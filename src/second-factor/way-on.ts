import type { FactorDeps } from './deps.ts'
import type { Factor } from './factor.model.ts'

/** Where somebody goes on after signing in: to `back`, or to their second factor first, and from there to `back`. */
export async function wayOn(
  { accounts, factors, isRequired }: Pick<FactorDeps, 'accounts' | 'factors' | 'isRequired'>,
  accountId: string,
  back: string,
): Promise<string> {
  const person = (await accounts.recipients([accountId])).get(accountId)
  if (!person || person.actor.roles.length === 0) return back
  const factor = await factors.findById(accountId, { confirmedAt: 1 }).lean<Factor>()
  if (factor?.confirmedAt) return `/me/second-factor/entry?return=${encodeURIComponent(back)}`
  return isRequired ? '/me/second-factor' : back
}
