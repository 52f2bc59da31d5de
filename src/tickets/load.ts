import { NotAllowed, NotFound, type Actor } from '../kernel/index.ts'
import type { TicketDeps } from './deps.ts'
import { personOf, roleOf, whoIs, type Known } from './people.ts'
import type { SupportRequest } from './request.model.ts'
import { readReadingToken } from './tokens.ts'
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

/** A request as somebody sees it by a link that was mailed to them. */
export interface SeenByLink extends Seen {
  email: string
  /** `over`: too old to let anybody in, its holder may have another one sent; `account`: they sign in by now. */
  link: 'open' | 'over' | 'account'
}

/**
 * A request by a link to read on by, which stands in the mails to people without an account. Throws NotFound.
 */
export async function seeByLink(
  deps: Pick<TicketDeps, 'requests' | 'accounts' | 'secret' | 'clock'>,
  token: string,
): Promise<SeenByLink> {
  const link = readReadingToken(token, deps.secret)
  const named = link && (await deps.requests.findById(link.requestId).lean<SupportRequest>())
  const person = named?.people.find(({ key }) => key === link?.key)
  const { email } = person ?? {}
  if (!link || !named || email === undefined || !link.isFor(email)) throw new NotFound('no such link')
  const request = await homeOf(deps, named)
  const known = { email, isAgent: false }
  const there = request && personOf(request, known)
  const isReader = there?.isProven === true && there.accountId === undefined && request?.hiddenFor.length === 0
  if (!isReader) throw new NotFound('not by a link')
  const hasAccount = (await deps.accounts.withAddress(email)) !== undefined
  const state = hasAccount ? 'account' : link.until <= deps.clock() ? 'over' : 'open'
  return { request, known, role: there.role, email, link: state }
}

/** Where a request goes on: in the one that took it in, where it was merged. */
async function homeOf(
  { requests }: Pick<TicketDeps, 'requests'>,
  request: SupportRequest,
): Promise<SupportRequest | null> {
  const { state, mergedInto } = request
  return state === 'closed' && mergedInto !== undefined ? requests.findById(mergedInto).lean<SupportRequest>() : request
}

/** Goes on for agents. Throws NotAllowed. */
export function requireAgent({ isAgent }: Pick<Known, 'isAgent'>): void {
  if (!isAgent) throw new NotAllowed('rules:request.staffOnly')
}
