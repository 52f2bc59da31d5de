import { mongo } from 'mongoose'
import { newId, type Clock, type Role } from '../../kernel/index.ts'
import type { Account, AccountModel } from '../account.model.ts'
import { handleFrom, handleKey, numberedHandle } from '../handle.ts'

/** What a provider says of who signed in, checked. */
export interface ProvenIdentity {
  provider: string
  issuer: string
  subject: string
  name?: string
  email?: string
  /** Only true when the issuer says so and the owner trusts it. */
  emailVerified: boolean
  /** Roles that the provider grants; undefined where it has no say in roles. */
  roles?: readonly Role[]
  isSample?: boolean
}

interface Deps {
  accounts: AccountModel
  clock: Clock
  randomDigits: () => number
  /** Tells pages that show people to be made anew. */
  peopleChanged: () => Promise<void>
}

/**
 * Finds the account of an identity, or opens one at the first sign-in. Found by (issuer, subject) and never by e-mail,
 * so nobody comes into an account by claiming its address. A name or address already there is left as it is.
 */
export async function admitPerson(deps: Deps, proven: ProvenIdentity): Promise<Account> {
  const found = await findByIdentity(deps, proven)
  if (!found) return openAccount(deps, proven)
  if (proven.roles && !sameRoles(found.roles, proven.roles)) {
    await deps.accounts.updateOne({ _id: found._id }, { $set: { roles: [...proven.roles] } })
    await deps.peopleChanged()
    return { ...found, roles: [...proven.roles] }
  }
  return found
}

async function findByIdentity(deps: Deps, { issuer, subject }: ProvenIdentity): Promise<Account | null> {
  return deps.accounts.findOne({ identities: { $elemMatch: { issuer, subject } } }).lean<Account>()
}

const attempts = 8

/** Two sign-ins at once, or a taken handle, meet the unique indexes: look again, then try another handle. */
async function openAccount(deps: Deps, proven: ProvenIdentity): Promise<Account> {
  const wanted = handleFrom(proven.name ?? '')
  for (let attempt = 0; ; attempt += 1) {
    const handle = attempt === 0 ? wanted : numberedHandle(wanted, deps.randomDigits())
    try {
      const created = await deps.accounts.create(draftAccount(proven, { handle, now: deps.clock() }))
      return created.toObject()
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== 11000 || attempt === attempts) throw error
      const already = await findByIdentity(deps, proven)
      if (already) return already
    }
  }
}

function draftAccount(proven: ProvenIdentity, { handle, now }: { handle: string; now: Date }): Account {
  const { provider, issuer, subject, email, emailVerified, roles = [], isSample = false } = proven
  return {
    _id: newId(),
    name: (proven.name ?? '').trim().slice(0, 80) || handle,
    handle,
    handleKey: handleKey(handle),
    // An unproven address isn't kept: it would only be a claim about somebody else.
    ...(email !== undefined && emailVerified ? { email: email.toLowerCase() } : {}),
    emailVerified: email !== undefined && emailVerified,
    roles: [...roles],
    identities: [{ provider, issuer, subject, linkedAt: now }],
    isSample,
    createdAt: now,
  }
}

function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role))
}
