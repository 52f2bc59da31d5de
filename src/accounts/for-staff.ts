import type { Actor, Member, Page, Role } from '../kernel/index.ts'
import type { Account } from './account.model.ts'
import { giveRoles } from './commands/give-roles.ts'
import { takeRole } from './commands/take-role.ts'
import { restrict, unrestrict, type RestrictionKind } from './commands/restrict.ts'
import type { AccountDeps } from './deps.ts'
import type { PersonRow, StaffPersonView } from './people.views.ts'
import { listPeople, showToStaff, type PeopleQuery } from './queries/list-people.ts'

/** What the people who work here may see of accounts and do to them; each call decides whether this actor may. */
export interface AccountsForStaff {
  list(actor: Actor, query: PeopleQuery): Promise<Page<PersonRow>>
  show(actor: Actor, id: string): Promise<StaffPersonView>
  /** Silences or suspends somebody for a number of days, or for good. */
  restrict(
    actor: Actor,
    wish: { id: string; kind: RestrictionKind; reason: string; days?: number | undefined },
  ): Promise<void>
  unrestrict(actor: Actor, wish: { id: string; kind: RestrictionKind }): Promise<void>
  giveRoles(actor: Actor, wish: { id: string; roles: readonly Role[] }): Promise<void>
  /** Gives the actor a role that they were offered, as `takeRole` says. */
  takeRole(actor: Member, taken: { role: Role; sessionId: string }): Promise<void>
  /** The active accounts with one of these proven addresses (small letters), by address. */
  withAddresses(emails: readonly string[]): Promise<Map<string, { id: string; roles: readonly Role[] }>>
  /** The account whose handle it is now; undefined for none. */
  withHandle(handle: string): Promise<string | undefined>
}

/** The staff's side of accounts. */
export function accountsForStaff(deps: AccountDeps): AccountsForStaff {
  return {
    list: (actor, query) => listPeople(deps, actor, query),
    show: (actor, id) => showToStaff(deps, actor, id),
    restrict: (actor, wish) => restrict(deps, actor, wish),
    unrestrict: (actor, wish) => unrestrict(deps, actor, wish),
    giveRoles: (actor, wish) => giveRoles(deps, actor, wish),
    takeRole: (actor, taken) => takeRole(deps, actor, taken),
    async withAddresses(emails) {
      const found = await deps.accounts
        .find({ email: { $in: [...emails] }, status: 'active' }, { email: 1, roles: 1 })
        .lean<Pick<Account, '_id' | 'email' | 'roles'>[]>()
      return new Map(found.map(({ _id: id, email = '', roles }) => [email, { id, roles }]))
    },
    async withHandle(handle) {
      const found = await deps.accounts.findOne({ handle }, { _id: 1 }).lean<Pick<Account, '_id'>>()
      return found?._id
    },
  }
}
