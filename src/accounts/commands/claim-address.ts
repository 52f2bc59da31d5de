import { isDuplicateKey } from '../../database/index.ts'
import { Conflict, Invalid, NotFound, type Member } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AddressLink } from '../address-link.model.ts'
import type { AccountDeps } from '../deps.ts'
import { loadOwn } from '../load.ts'
import { tokenHash } from '../token.ts'

const anHour = 60 * 60 * 1000

/** How long a link in a mail works. */
const provableFor = 24 * anHour
const undoDays = 7

/**
 * Asks for an address to become one's own: a mail with a link goes to it, and nothing else happens. Whether somebody
 * has the address already is not told here. Throws Invalid when a mail went there a short while ago.
 */
export async function claimAddress(deps: AccountDeps, actor: Member, email: string): Promise<void> {
  const account = await loadOwn(deps, actor)
  if (account.email === email) throw new Invalid({ email: 'rules:address.isYours' })
  const { token, link } = newLink(deps, { kind: 'prove', accountId: account._id, email, lasts: provableFor })
  const to = { email, accountId: account._id, locale: account.locale ?? 'en' }
  const outcome = await deps.mail.addressToProve(to, deps.fullAddress(`/me/address/${token}`))
  if (outcome === 'sent-recently') throw new Invalid({ email: 'rules:address.mailedRecently' })
  // One claim at a time: an older link must not prove what its owner thought better of.
  await deps.links.deleteMany({ accountId: account._id, kind: 'prove' })
  await deps.links.create(link)
}

/** The claim behind a link, for the account that made it. Throws NotFound when it has none, is over or is another's. */
export async function findClaim(deps: AccountDeps, actor: Member, token: string): Promise<AddressLink> {
  const link = await findLink(deps, token, 'prove')
  if (link.accountId !== actor.id) throw new NotFound('another account')
  return link
}

/**
 * Makes a claimed address the account's own, for whoever is signed in there and has the mailed link. The first proof
 * ends what may have been prepared by somebody else: older sessions, other claims, other identities (pre-hijacking,
 * arXiv 2205.10174). A change tells the old address, with a link that undoes it for 7 days.
 */
export async function proveAddress(
  deps: AccountDeps,
  actor: Member,
  {
    token,
    sessionId,
    identity,
  }: { token: string; sessionId: string; identity: { issuer: string; subject: string } | undefined },
): Promise<void> {
  const { email } = await findClaim(deps, actor, token)
  const account = await loadOwn(deps, actor)
  const isFirst = account.email === undefined
  const kept =
    isFirst && identity
      ? account.identities.filter((each) => each.issuer === identity.issuer && each.subject === identity.subject)
      : account.identities
  const change = { email, emailProof: 'mail' as const, ...(kept.length > 0 ? { identities: kept } : {}) }
  if (!(await giveAddress(deps, account._id, change))) throw new Invalid({ email: 'rules:address.taken' })
  await deps.links.deleteMany({ accountId: account._id, kind: { $in: ['prove', 'sign-in'] } })
  await deps.sessions.endAll(account._id, sessionId)
  if (account.email !== undefined) await tellOldAddress(deps, account, account.email)
}

/** A proven address belongs to one account. Gives false when another one has it. */
async function giveAddress(
  deps: AccountDeps,
  accountId: string,
  change: Partial<Account> & { email: string },
): Promise<boolean> {
  try {
    await deps.accounts.updateOne({ _id: accountId, status: 'active' }, { $set: change })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

async function tellOldAddress(deps: AccountDeps, account: Account, email: string): Promise<void> {
  const { token, link } = newLink(deps, { kind: 'undo', accountId: account._id, email, lasts: undoDays * 24 * anHour })
  await deps.links.create(link)
  const to = { email, accountId: account._id, locale: account.locale ?? 'en' }
  await deps.mail.addressChanged(to, { link: deps.fullAddress(`/me/address/undo/${token}`), days: undoDays })
}

/** The change behind an undo link. Throws NotFound. */
export async function findUndo(deps: AccountDeps, token: string): Promise<AddressLink> {
  return findLink(deps, token, 'undo')
}

/**
 * Puts the old address back and signs everybody out: whoever changed it may be somebody else. Throws NotFound, or Conflict
 * when another account has the address by now; everybody is signed out then as well.
 */
export async function undoAddress(deps: AccountDeps, token: string): Promise<void> {
  const { accountId, email } = await findUndo(deps, token)
  await deps.accounts.updateOne({ _id: accountId, status: 'active' }, { $set: { sessionsSince: deps.clock() } })
  const isBack = await giveAddress(deps, accountId, { email, emailProof: 'mail' })
  await deps.links.deleteMany({ accountId })
  await deps.sessions.endAll(accountId)
  if (!isBack) throw new Conflict('rules:address.taken')
}

interface LinkFacts {
  kind: AddressLink['kind']
  accountId: string
  email: string
  /** Milliseconds. */
  lasts: number
}

/** A new link with its token; only the hash of the token is to be stored. */
export function newLink(deps: AccountDeps, { lasts, ...facts }: LinkFacts): { token: string; link: AddressLink } {
  const token = deps.randomToken(32)
  const createdAt = deps.clock()
  return {
    token,
    link: { _id: tokenHash(token), ...facts, createdAt, expiresAt: new Date(createdAt.getTime() + lasts) },
  }
}

/** The unexpired link of a token. Throws NotFound. */
async function findLink(deps: AccountDeps, token: string, kind: AddressLink['kind']): Promise<AddressLink> {
  const link = await deps.links.findOne({ _id: tokenHash(token), kind }).lean<AddressLink>()
  if (!link || link.expiresAt <= deps.clock()) throw new NotFound('no such link')
  return link
}
