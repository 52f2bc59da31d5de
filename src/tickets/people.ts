import { hasRole, type Actor } from '../kernel/index.ts'
import type { TicketDeps } from './deps.ts'
import type { RequestPerson, SupportRequest } from './request.model.ts'
import type { Sender } from './sender.ts'
import type { Member } from './tickets.views.ts'
import type { AuthorRole } from './tickets.words.ts'

/** Who a reader or writer is: the account, and the address that it has proven. */
export interface Known {
  accountId?: string
  email?: string
  isAgent: boolean
}

/** Who is behind an actor, with the address that they have proven by now. */
export async function whoIs({ accounts }: Pick<TicketDeps, 'accounts'>, actor: Actor): Promise<Known> {
  if (actor.kind === 'visitor') return { isAgent: false }
  const facts = (await accounts.recipients([actor.id])).get(actor.id)
  return {
    accountId: actor.id,
    isAgent: hasRole(actor, 'agent'),
    ...(facts?.email === undefined ? {} : { email: facts.email }),
  }
}

/**
 * The one of a request's people who somebody is. Where a person stands there with an account, another account with their
 * address isn't them: an address may be handed on. A mail from an address without an account is.
 */
export function personOf(request: Pick<SupportRequest, 'people'>, known: Known): RequestPerson | undefined {
  return request.people.find(({ accountId, email }) => {
    const isByAddress = email !== undefined && email === known.email
    return accountId === undefined || known.accountId === undefined ? isByAddress : accountId === known.accountId
  })
}

/** How somebody stands to a request; undefined for who has no part in it. Being one of its people goes before being an agent. */
export function roleOf(request: Pick<SupportRequest, 'people'>, known: Known): AuthorRole | undefined {
  return personOf(request, known)?.role ?? (known.isAgent ? 'agent' : undefined)
}

/**
 * Who is behind a sender. An address counts as its account's where an account has proven it; as an agent's only where the
 * mail itself proves it, for anybody can write a line `From:`.
 */
export async function whoSends(deps: Pick<TicketDeps, 'accounts'>, sender: Sender): Promise<Known> {
  if (sender.kind === 'member') return whoIs(deps, sender)
  const account = await deps.accounts.withAddress(sender.email)
  return {
    email: sender.email,
    isAgent: sender.isProven && account !== undefined && hasRole(account.actor, 'agent'),
    ...(account ? { accountId: account.id } : {}),
  }
}

/** Everybody who belongs to a request: its people, and who answers it. */
export async function peopleOf(deps: Pick<TicketDeps, 'accounts'>, request: SupportRequest): Promise<Member[]> {
  const { assigneeId, people } = request
  const ids = [...people.map(({ accountId }) => accountId), assigneeId ?? undefined]
  const facts = await deps.accounts.recipients(ids.filter((id) => id !== undefined))
  const members = people.map(({ key, role, accountId, email, name, isProven }): Member => {
    const account = accountId === undefined ? undefined : facts.get(accountId)
    // Who has another address by now is written to there.
    const isOfAccount = account?.email !== undefined && (email === undefined || isProven)
    const address = isOfAccount ? account.email : email
    return {
      key,
      role,
      name: account?.name ?? name,
      isProven: isOfAccount || isProven,
      ...(accountId === undefined ? {} : { accountId }),
      ...(address === undefined ? {} : { email: address }),
      ...(account ? { locale: account.locale } : {}),
    }
  })
  const agent = assigneeId === null ? undefined : facts.get(assigneeId)
  if (!agent) return members
  const { id: accountId, name, email, locale } = agent
  const address = email === undefined ? {} : { email }
  return [...members, { key: accountId, role: 'agent', accountId, name, locale, isProven: true, ...address }]
}

/** What the people of a request are found by. */
export function viewersOf(people: readonly RequestPerson[]): string[] {
  return people.flatMap(({ accountId, email }) => {
    if (accountId !== undefined) return [`a:${accountId}`]
    return email === undefined ? [] : [`m:${email}`]
  })
}

/** What somebody's own requests are found by. */
export function keysOf({ accountId, email }: Known): string[] {
  return [...(accountId === undefined ? [] : [`a:${accountId}`]), ...(email === undefined ? [] : [`m:${email}`])]
}
