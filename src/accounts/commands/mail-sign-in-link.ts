import { NotFound } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import { findLink, newLink } from './claim-address.ts'

const aMinute = 60 * 1000
const works = 20 * aMinute

/**
 * Mails a link to sign in with, when an account has the address proven; else does nothing. The caller says the same
 * either way, so that nobody learns who has an account.
 */
export async function mailSignInLink(deps: AccountDeps, email: string): Promise<void> {
  const account = await deps.accounts.findOne({ email, status: 'active' }).lean<Account>()
  if (!account) return
  const { token, link } = newLink(deps, { kind: 'sign-in', accountId: account._id, email, lasts: works })
  await deps.links.create(link)
  await deps.mail.signInLink(
    { email, accountId: account._id, locale: account.locale ?? 'en' },
    deps.fullAddress(`/sign-in/mail/${token}`),
  )
}

/** Spends a mailed link: gives the account to sign in as, once. Throws NotFound when it is spent, over or never was. */
export async function spendSignInLink(deps: AccountDeps, token: string): Promise<Account> {
  const link = await findLink(deps, token, 'sign-in')
  const spent = await deps.links.deleteOne({ _id: link._id })
  if (spent.deletedCount === 0) throw new NotFound('spent')
  const account = await deps.accounts
    .findOne({ _id: link.accountId, email: link.email, status: 'active' })
    .lean<Account>()
  if (!account) throw new NotFound('no such account')
  return account
}
