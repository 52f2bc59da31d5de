import type { Account } from '../account.model.ts'
import type { AddressLink } from '../address-link.model.ts'
import type { AccountDeps } from '../deps.ts'
import { tokenHash } from '../token.ts'
import { newLink } from './claim-address.ts'

const aMinute = 60 * 1000
const works = 20 * aMinute
/** How many links of one account wait at once: whoever asks for more, a mailbox is not flooded. */
const mostWaiting = 3

/**
 * Mails a link to sign in with, when an account has the address proven and not several such links already; else does nothing. The caller says the same
 * either way, so that nobody learns who has an account. `pathOf` gives where the token is spent.
 */
export async function mailSignInLink(
  deps: AccountDeps,
  email: string,
  pathOf: (token: string) => string,
): Promise<void> {
  const account = await deps.accounts.findOne({ email, status: 'active' }).lean<Account>()
  if (!account) return
  const waiting = { accountId: account._id, kind: 'sign-in' as const, expiresAt: { $gt: deps.clock() } }
  if ((await deps.links.countDocuments(waiting, { limit: mostWaiting })) >= mostWaiting) return
  const { token, link } = newLink(deps, { kind: 'sign-in', accountId: account._id, email, lasts: works })
  await deps.links.create(link)
  await deps.mail.signInLink(
    { email, accountId: account._id, locale: account.locale ?? 'en' },
    deps.fullAddress(pathOf(token)),
  )
}

/** Spends a mailed link: gives the account to sign in as, once. Undefined when it is spent, over or never was. */
export async function spendSignInLink(deps: AccountDeps, token: string): Promise<Account | undefined> {
  const link = await deps.links.findOneAndDelete({ _id: tokenHash(token), kind: 'sign-in' }).lean<AddressLink>()
  if (!link || link.expiresAt <= deps.clock()) return undefined
  const account = await deps.accounts
    .findOne({ _id: link.accountId, email: link.email, status: 'active' })
    .lean<Account>()
  return account ?? undefined
}
