import { NotAllowed, NotFound, type Actor } from '../kernel/index.ts'
import type { TicketDeps } from './deps.ts'
import { roleOf, whoIs, type Known } from './people.ts'
import type { SupportRequest } from './request.model.ts'
import type { AuthorRole } from './tickets.words.ts'

/** A request with how its reader stands to it. */
export interface Seen {
  request: SupportRequest
  known: Known
  role: AuthorRole
}

/** A request by its number, out of sight or not. Throws NotFound. */
export async function findRequest({ requests }: Pick<TicketDeps, 'requests'>, number: number): Promise<SupportRequest> {
  const request = Number.isSafeInteger(number) ? await requests.findOne({ number }).lean<SupportRequest>() : null
  if (!request) throw new NotFound('no such request')
  return request
}

/**
 * A request as one of its people: whoever asks, what they may not know of isn't there. Agents go by `seeAsAgent`. Throws
 * NotFound.
 */
export async function seeOwn(deps: TicketDeps, actor: Actor, number: number): Promise<Seen> {
  const [request, known] = await Promise.all([findRequest(deps, number), whoIs(deps, actor)])
  const role = roleOf(request, { ...known, isAgent: false })
  if (role === undefined || request.hiddenFor.length > 0) throw new NotFound('not one of its people')
  return { request, known, role }
}

/** A request as an agent. Throws NotFound for who isn't one, and for what is out of sight. */
export async function seeAsAgent(deps: TicketDeps, actor: Actor, number: number): Promise<Seen> {
  const [request, known] = await Promise.all([findRequest(deps, number), whoIs(deps, actor)])
  if (!known.isAgent || request.hiddenFor.length > 0) throw new NotFound('not an agent')
  return { request, known, role: 'agent' }
}

/** Goes on for agents. Throws NotAllowed. */
export function requireAgent({ isAgent }: Pick<Known, 'isAgent'>): void {
  if (!isAgent) throw new NotAllowed('rules:request.staffOnly')
}
