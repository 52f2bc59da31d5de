import { isDuplicateKey } from '../../database/index.ts'
import { Conflict } from '../../kernel/index.ts'
import type { Account, Identity } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import type { ProvenIdentity } from '../identity.ts'

/** How an identity came in: as the account it belongs to, as one it was joined to just now, or as nobody we know. */
export type Admission =
  | { kind: 'known'; account: Account }
  | { kind: 'joined'; account: Account }
  | { kind: 'left'; account: Account }
  | { kind: 'unknown' }

/**
 * Finds the account of an identity: by (issuer, subject), never by what it calls itself. An unknown one joins an account
 * only when both addresses were verified by providers that the owner trusts; it is told by mail. Name and photo of the
 * account stay as they are.
 */
export async function admitIdentity(deps: AccountDeps, identity: ProvenIdentity): Promise<Admission> {
  const found = await findByIdentity(deps, identity)
  if (found)
    return found.status === 'deactivated'
      ? { kind: 'left', account: found }
      : { kind: 'known', account: await use(deps, found, identity) }
  const twin = await findTwin(deps, identity)
  if (!twin) return { kind: 'unknown' }
  const account = await joinIdentity(deps, twin, identity)
  return { kind: 'joined', account }
}

/** The account that an identity belongs to. */
export async function findByIdentity(
  deps: AccountDeps,
  { issuer, subject }: Pick<ProvenIdentity, 'issuer' | 'subject'>,
): Promise<Account | undefined> {
  const found = await deps.accounts.findOne({ identities: { $elemMatch: { issuer, subject } } }).lean<Account>()
  return found ?? undefined
}

/** Notes the use, and takes over roles where the provider grants them and the owner has not given any by hand. */
async function use(deps: AccountDeps, account: Account, { issuer, subject, roles }: ProvenIdentity): Promise<Account> {
  const isGiven = account.rolesGivenAt !== undefined
  const changed = roles !== undefined && !isGiven && !sameRoles(account.roles, roles)
  await deps.accounts.updateOne(
    { _id: account._id, identities: { $elemMatch: { issuer, subject } } },
    { $set: { 'identities.$.lastUsedAt': deps.clock(), ...(changed ? { roles: [...roles] } : {}) } },
  )
  if (!changed) return account
  await deps.peopleChanged()
  return { ...account, roles: [...roles] }
}

async function findTwin(deps: AccountDeps, { email, emailVerified }: ProvenIdentity): Promise<Account | undefined> {
  if (!emailVerified || email === undefined) return undefined
  const twin = await deps.accounts.findOne({ email, emailProof: 'provider', status: 'active' }).lean<Account>()
  return twin ?? undefined
}

/** Adds an identity to an account, once. Whether that may be is decided before; throws Conflict when another account was quicker. */
export async function joinIdentity(deps: AccountDeps, account: Account, identity: ProvenIdentity): Promise<Account> {
  const now = deps.clock()
  const { provider, providerName = provider, issuer, subject, label } = identity
  const entry = { provider, issuer, subject, linkedAt: now, lastUsedAt: now, ...(label === undefined ? {} : { label }) }
  if (!(await addIdentity(deps, account, entry))) return account
  if (account.email !== undefined) {
    const to = { email: account.email, accountId: account._id, locale: account.locale ?? 'en' }
    await deps.mail.identityJoined(to, { provider: providerName })
  }
  return { ...account, identities: [...account.identities, entry] }
}

/** Gives false where the account has the identity already, or is left. */
async function addIdentity(deps: AccountDeps, { _id }: Account, entry: Identity): Promise<boolean> {
  const { issuer, subject } = entry
  try {
    const written = await deps.accounts.updateOne(
      { _id, status: 'active', identities: { $not: { $elemMatch: { issuer, subject } } } },
      { $push: { identities: entry } },
    )
    return written.modifiedCount === 1
  } catch (error) {
    if (isDuplicateKey(error)) throw new Conflict('rules:identity.taken')
    throw error
  }
}

function sameRoles(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role))
}
