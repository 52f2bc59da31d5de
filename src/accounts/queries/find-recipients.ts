import { hasRole, type Member, type Role } from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'

/** Somebody who may be told something: who they are to policies, and how they are reached. */
export interface RecipientFacts {
  id: string
  actor: Member
  name: string
  /** Proven; missing where there is none. */
  email?: string
  locale: string
  timeZone?: string
}

type Known = Pick<Account, '_id' | 'name' | 'roles' | 'email' | 'locale' | 'timeZone'>

const facts = { name: 1, roles: 1, email: 1, locale: 1, timeZone: 1 } as const

type Deps = Pick<AccountDeps, 'accounts' | 'ownerEmails'>

/** The active accounts among these ids, by id, in one read. */
export async function findRecipients(deps: Deps, ids: readonly string[]): Promise<Map<string, RecipientFacts>> {
  const found = await deps.accounts.find({ _id: { $in: [...ids] }, status: 'active' }, facts).lean<Known[]>()
  return new Map(found.map((account) => [account._id, toRecipient(deps, account)]))
}

/** Active accounts in the order of their ids, after the given one: for telling everybody, some at a time. */
export async function recipientsAfter(deps: Deps, after: string, limit: number): Promise<RecipientFacts[]> {
  const found = await deps.accounts
    .find({ _id: { $gt: after }, status: 'active' }, facts)
    .sort({ _id: 1 })
    .limit(limit)
    .lean<Known[]>()
  return found.map((account) => toRecipient(deps, account))
}

/** The active account that has proven this address; small letters. */
export async function findByAddress(deps: Deps, email: string): Promise<RecipientFacts | undefined> {
  const found = await deps.accounts.findOne({ email, status: 'active' }, facts).lean<Known>()
  return found ? toRecipient(deps, found) : undefined
}

const mostStaff = 500

/** Active people who hold a role, owners included, by name. */
export async function findStaff(deps: Deps, role: Role): Promise<RecipientFacts[]> {
  const found = await deps.accounts
    .find({ $or: [{ 'roles.0': { $exists: true } }, { email: { $in: deps.ownerEmails } }], status: 'active' }, facts)
    .limit(mostStaff)
    .lean<Known[]>()
  return found
    .map((account) => toRecipient(deps, account))
    .filter(({ actor }) => hasRole(actor, role))
    .sort((one, other) => one.name.localeCompare(other.name))
}

function toRecipient({ ownerEmails }: Deps, account: Known): RecipientFacts {
  const { _id: id, name, roles, email, locale = 'en', timeZone } = account
  const isListed = email !== undefined && ownerEmails.includes(email) && !roles.includes('owner')
  const all: Role[] = isListed ? [...roles, 'owner'] : roles
  return {
    id,
    actor: { kind: 'member', id, roles: all },
    name,
    locale,
    ...(email === undefined ? {} : { email }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }
}
