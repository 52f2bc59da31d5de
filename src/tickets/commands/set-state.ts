import { Conflict, NotFound, type Actor } from '../../kernel/index.ts'
import { change, step } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { channelOf } from '../live.words.ts'
import { seeAsAgent, seeOwn, type Seen } from '../load.ts'
import { peopleOf } from '../people.ts'
import type { SupportRequest } from '../request.model.ts'
import { mayReopen } from '../request.policy.ts'
import type { AuthorRole, RequestEvent } from '../tickets.words.ts'

/**
 * An agent says what a request is in. Gives whether that changed anything: where it is so already, nothing happens. Throws
 * NotFound; Conflict where the table has no such step.
 */
export async function setState(
  deps: TicketDeps,
  actor: Actor,
  { number, event }: { number: number; event: RequestEvent },
): Promise<boolean> {
  const { request, known } = await seeAsAgent(deps, actor, number)
  const changed = await move(deps, request, { event, by: known.accountId, role: 'agent' })
  if (changed && event === 'solve') await tellSolved(deps, changed)
  return changed !== undefined
}

/** One of its people says that it is solved. Throws Conflict. */
export async function solveOwn(deps: TicketDeps, { request, known, role }: Seen): Promise<void> {
  await move(deps, request, { event: 'solve', by: known.accountId, role })
}

/** One of its people says that it isn't solved after all. Throws NotFound; Conflict after 14 days. */
export async function reopenOwn(deps: TicketDeps, actor: Actor, number: number): Promise<void> {
  const { request, known, role } = await seeOwn(deps, actor, number)
  if (!mayReopen(request, deps.clock())) throw new Conflict('tickets:rules.closed')
  await move(deps, request, { event: 'open', by: known.accountId, role })
}

interface Move {
  event: RequestEvent
  /** Nothing happens to a request that isn't so by then. */
  onlyWhile?: (request: SupportRequest) => boolean
  by?: string | undefined
  role?: AuthorRole
}

/** The request as it is after a step; undefined where it stays as it was. Throws NotFound, Conflict. */
export async function move(
  deps: TicketDeps,
  { _id }: Pick<SupportRequest, '_id'>,
  { event, by, role, onlyWhile = () => true }: Move,
): Promise<SupportRequest | undefined> {
  const found = { isLeft: false }
  const changed = await change(deps, _id, (request) => {
    found.isLeft = !onlyWhile(request)
    if (found.isLeft) return undefined
    if (request.hiddenFor.length > 0) throw new NotFound('out of sight')
    found.isLeft = isAfter(event, request)
    if (found.isLeft) return undefined
    const { set, unset } = step(deps, request, event)
    const who = { ...(by === undefined ? {} : { by }), ...(role === undefined ? {} : { role }) }
    return { entries: [{ deed: 'state', from: request.state, to: String(set.state), ...who }], set, unset }
  })
  if (found.isLeft) return undefined
  await deps.live.note(channelOf(_id), [`state-${changed.version}`])
  return changed
}

const ends: Record<RequestEvent, SupportRequest['state']> = {
  open: 'open',
  wait: 'pending',
  hold: 'hold',
  solve: 'solved',
  close: 'closed',
}

const isAfter = (event: RequestEvent, { state }: SupportRequest): boolean => ends[event] === state

async function tellSolved(deps: TicketDeps, request: SupportRequest): Promise<void> {
  const requester = (await peopleOf(deps, request)).find(({ role }) => role === 'requester')
  if (requester) await deps.letters.solved(request, requester)
}
