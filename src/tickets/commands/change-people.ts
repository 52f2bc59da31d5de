import { NotAllowed, NotFound, type Actor } from '../../kernel/index.ts'
import { isAddress } from '../../mail/index.ts'
import { change } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import { findRequest, seeAsAgent, seeOwn, type Seen } from '../load.ts'
import { peopleOf, personOf, viewersOf, whoSends } from '../people.ts'
import type { RequestPerson, SupportRequest } from '../request.model.ts'
import type { MailSender } from '../sender.ts'
import { most } from '../tickets.words.ts'
import { ccOf } from './open-request.ts'

/** As whom somebody acts: on the customers' pages, or on those of agents. */
export type Side = 'own' | 'staff'

/** A request as its reader comes to it. Throws NotFound. */
function see(deps: TicketDeps, actor: Actor, { number, side }: { number: number; side: Side }): Promise<Seen> {
  return side === 'own' ? seeOwn(deps, actor, number) : seeAsAgent(deps, actor, number)
}

/**
 * Adds people by their addresses: from now on they see everything but notes. Throws NotFound; NotAllowed for who was added
 * themselves; Invalid (`cc`).
 */
export async function addPeople(
  deps: TicketDeps,
  actor: Actor,
  { addresses, ...where }: { number: number; side: Side; addresses: readonly string[] },
): Promise<void> {
  const seen = await see(deps, actor, where)
  if (seen.role === 'cc') throw new NotAllowed('tickets:rules.requesterAdds')
  await add(deps, seen, addresses)
}

/**
 * Adds whom the requester wrote a mail to beside us, as many as there is room for; those whom anybody else names are only
 * whom that mail went to. Throws NotFound.
 */
export async function addNamed(
  deps: TicketDeps,
  sender: MailSender,
  { number, addresses }: { number: number; addresses: readonly string[] },
): Promise<void> {
  const [request, known] = await Promise.all([findRequest(deps, number), whoSends(deps, sender)])
  if (personOf(request, known)?.role !== 'requester' || request.state === 'closed') return
  const there = new Set(request.people.map(({ email }) => email))
  const fresh = [...new Set(addresses)].filter((address) => isAddress(address) && !there.has(address))
  const room = most.cc - request.people.filter(({ role }) => role === 'cc').length
  await add(deps, { request, known, role: 'requester' }, fresh.slice(0, room))
}

async function add(deps: TicketDeps, { request, known, role }: Seen, addresses: readonly string[]): Promise<void> {
  const added = await ccOf(deps, addresses, ...request.people)
  if (added.length === 0) return
  const by = known.accountId === undefined ? {} : { by: known.accountId }
  const changed = await change(deps, request._id, (now) => {
    const fresh = added.filter(({ email }) => !now.people.some((person) => person.email === email))
    if (fresh.length === 0) return undefined
    const entries = fresh.map(({ key }) => ({ deed: 'cc-added' as const, to: key, role, ...by }))
    return { entries, set: peopleFields([...now.people, ...fresh]) }
  })
  await deps.live.note(channelOf(request._id), [`state-${changed.version}`])
  const keys = new Set(added.map(({ key }) => key))
  for (const member of await peopleOf(deps, changed))
    if (keys.has(member.key)) await deps.letters.added(changed, member)
}

/**
 * Takes somebody who was added out: from then on the request isn't there for them. The requester and agents may do so, and
 * everybody for themselves; `isSelf` says so. Throws NotFound, NotAllowed.
 */
export async function removePerson(
  deps: TicketDeps,
  actor: Actor,
  { key, ...where }: { number: number; side: Side; key: string },
): Promise<{ isSelf: boolean }> {
  const { request, known, role } = await see(deps, actor, where)
  const gone = request.people.find((person) => person.key === key && person.role === 'cc')
  if (!gone) throw new NotFound('nobody there')
  const isSelf = personOf(request, known)?.key === key
  if (role === 'cc' && !isSelf) throw new NotAllowed('tickets:rules.requesterAdds')
  const by = known.accountId === undefined ? {} : { by: known.accountId }
  const changed = await change(deps, request._id, (now) => ({
    entries: [{ deed: 'cc-removed', from: key, role, ...by }],
    set: peopleFields(now.people.filter((person) => person.key !== key)),
  }))
  await deps.live.note(channelOf(request._id), [`state-${changed.version}`])
  return { isSelf }
}

/** The people with what their lists are found by. */
function peopleFields(people: RequestPerson[]): Pick<SupportRequest, 'people' | 'viewers'> {
  return { people, viewers: viewersOf(people) }
}
