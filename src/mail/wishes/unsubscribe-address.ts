import { addressHash } from '../addresses.ts'
import type { MailDeps } from '../deps.ts'
import { unsubscribeToken } from './unsubscribe-token.ts'

/** Who got which kind of mail. */
export interface Mailed {
  kind: string
  to: string
  accountId?: string
}

/** The token that ends a kind of mail for who got it: for the account where there is one, else for the address. */
export function tokenFor(deps: Pick<MailDeps, 'secret'>, { kind, to, accountId }: Mailed): string {
  const holder = accountId === undefined ? { addressHash: addressHash(to, deps.secret) } : { accountId }
  return unsubscribeToken({ holder, kind }, deps.secret)
}

/** The full address of the page that ends a kind of mail. */
export function unsubscribeAddress(deps: Pick<MailDeps, 'secret' | 'settings'>, mailed: Mailed): string {
  return `${deps.settings.url}/unsubscribe/${tokenFor(deps, mailed)}`
}
