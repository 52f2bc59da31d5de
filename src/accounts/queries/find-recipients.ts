import type { Member, Role } from '../../kernel/index.ts'
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

/** The active accounts among these ids, by id, in one read. */
export async function findRecipients(
  { accounts, ownerEmails }: Pick<AccountDeps, 'accounts' | 'ownerEmails'>,
  ids: readonly string[],
): Promise<Map<string, RecipientFacts>> {
  const fields = { name: 1, roles: 1, email: 1, locale: 1, timeZone: 1 }
  const found = await accounts.find({ _id: { $in: [...ids] }, status: 'active' }, fields).lean<Known[]>()
  return new Map(
    found.map(({ _id: id, name, roles, email, locale = 'en', timeZone }) => {
      const isListed = email !== undefined && ownerEmails.includes(email) && !roles.includes('owner')
      const all: Role[] = isListed ? [...roles, 'owner'] : roles
      const facts: RecipientFacts = { id, actor: { kind: 'member', id, roles: all }, name, locale }
      if (email !== undefined) facts.email = email
      if (timeZone !== undefined) facts.timeZone = timeZone
      return [id, facts]
    }),
  )
}
