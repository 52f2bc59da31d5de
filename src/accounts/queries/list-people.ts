import type { QueryFilter } from 'mongoose'
import {
  allow,
  cutPage,
  keyFromText,
  NotFound,
  type Actor,
  type Key,
  type Page,
  type PageRequest,
} from '../../kernel/index.ts'
import type { Account } from '../account.model.ts'
import type { AccountDeps } from '../deps.ts'
import { mayGiveRoles, mayRestrict, maySeePeople } from '../people.policy.ts'
import type { PersonRow, RestrictionView, StaffPersonView } from '../people.views.ts'
import { hueOf, initialsOf, toPerson, type PersonView } from '../person.ts'
import { isInForce, type Restriction } from '../restriction.ts'
import { rolesNow } from '../roles.ts'
import { findPeople } from './find-people.ts'

export interface PeopleQuery {
  /** How a handle or a name begins. */
  search?: string | undefined
  show?: 'staff' | 'restricted' | undefined
  after?: string | undefined
  before?: string | undefined
}

const pageSize = 30

/** People, who came last first. Throws NotAllowed. */
export async function listPeople(deps: AccountDeps, actor: Actor, query: PeopleQuery): Promise<Page<PersonRow>> {
  allow(maySeePeople(actor))
  const request = requestOf(query)
  const direction = request.before ? 1 : -1
  const found = await deps.accounts
    .find({ $and: [{ status: { $ne: 'erased' } }, wanted(query), searched(query.search), within(request)] })
    .sort({ createdAt: direction, _id: direction })
    .limit(pageSize + 1)
    .lean<Account[]>()
  const page = cutPage(found, { size: pageSize, request, keyOf: ({ createdAt: at, _id: id }) => ({ at, id }) })
  return { ...page, rows: page.rows.map((account) => toRow(deps, account)) }
}

/** One person as staff see them. Throws NotFound, NotAllowed. */
export async function showToStaff(deps: AccountDeps, actor: Actor, id: string): Promise<StaffPersonView> {
  allow(maySeePeople(actor))
  const account = await deps.accounts.findOne({ _id: id, status: { $ne: 'erased' } }).lean<Account>()
  if (!account) throw new NotFound('no such account')
  const row = toRow(deps, account)
  const { silenced, suspended } = account
  const by = await findPeople(deps, [silenced?.byId, suspended?.byId])
  const decision = mayRestrict(actor, { id, roles: row.roles })
  return {
    ...row,
    ...(row.isSilenced && silenced ? { silenced: toRestriction(silenced, by) } : {}),
    ...(row.isSuspended && suspended ? { suspended: toRestriction(suspended, by) } : {}),
    ...(decision.allowed ? {} : { whyNoRestriction: decision.reason }),
    ...(mayGiveRoles(actor, { id, roles: row.roles }).allowed
      ? { rolesAction: deps.link(`/staff/people/${id}/roles`) }
      : {}),
  }
}

function toRestriction(
  { since, until, reason, byId }: Restriction,
  people: ReadonlyMap<string, PersonView>,
): RestrictionView {
  return { since, reason, by: people.get(byId), ...(until ? { until } : {}) }
}

function toRow(deps: AccountDeps, account: Account): PersonRow {
  const { _id: id, handle, createdAt: joinedAt, silenced, suspended } = account
  const now = deps.clock()
  const roles = rolesNow(account, deps)
  const nameless = { name: handle || id, initials: initialsOf(handle || id), hue: hueOf(id) }
  return {
    id,
    person: toPerson(account, deps.link) ?? { ...nameless, isStaff: roles.length > 0, isSample: account.isSample },
    handle,
    address: deps.link(`/staff/people/${id}`),
    roles,
    joinedAt,
    isSilenced: isInForce(silenced, now),
    isSuspended: isInForce(suspended, now),
  }
}

function wanted({ show }: PeopleQuery): QueryFilter<Account> {
  if (show === 'staff') return { 'roles.0': { $exists: true } }
  if (show === 'restricted') {
    return { $or: [{ 'silenced.since': { $exists: true } }, { 'suspended.since': { $exists: true } }] }
  }
  return {}
}

/** A name is found as it is usually written: as typed, or with a capital. Each way is a range of an index. */
function searched(text: string | undefined): QueryFilter<Account> {
  const given = text?.trim().replace(/^@/, '') ?? ''
  if (given === '') return {}
  const beginsWith = (start: string): RegExp => new RegExp(`^${start.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`)
  const capital = given.charAt(0).toUpperCase() + given.slice(1)
  return {
    $or: [{ handle: beginsWith(given.toLowerCase()) }, { name: beginsWith(given) }, { name: beginsWith(capital) }],
  }
}

function requestOf({ after, before }: PeopleQuery): PageRequest {
  const later = after === undefined ? undefined : keyFromText(after)
  const earlier = before === undefined ? undefined : keyFromText(before)
  if (later) return { after: later }
  return earlier ? { before: earlier } : {}
}

function within({ after, before }: PageRequest): QueryFilter<Account> {
  if (after) return older(after)
  return before ? newer(before) : {}
}

const older = ({ at, id }: Key): QueryFilter<Account> => ({
  createdAt: { $lte: at },
  $or: [{ createdAt: { $lt: at } }, { _id: { $lt: id } }],
})

const newer = ({ at, id }: Key): QueryFilter<Account> => ({
  createdAt: { $gte: at },
  $or: [{ createdAt: { $gt: at } }, { _id: { $gt: id } }],
})
