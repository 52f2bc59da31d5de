import type { UpdateQuery } from 'mongoose'
import { Conflict, NotFound } from '../kernel/index.ts'
import type { TicketDeps } from './deps.ts'
import type { HistoryEntry, SupportRequest } from './request.model.ts'
import { requestStates } from './request.states.ts'
import { activeStates, most, ourTurn, type RequestState, type RequestEvent } from './tickets.words.ts'

type Unset = Partial<Record<keyof SupportRequest, 1>>

/** What becomes of a request, with the lines of its history that say so. */
export interface Change {
  entries: readonly Omit<HistoryEntry, 'at'>[]
  set?: Partial<SupportRequest>
  unset?: Unset
}

/** How often a change is tried anew when others were faster. */
const patience = 60

/**
 * Changes a request by what it is at that moment: `decide` sees the latest version, and what it says is written only over
 * that version, history and state in one update. Where others were faster it is asked again; undefined from it means that
 * there is nothing to do. Throws NotFound; Conflict when others are faster all the time; what `decide` throws.
 */
export function change(
  deps: Pick<TicketDeps, 'requests' | 'clock' | 'inTurn'>,
  id: string,
  decide: (request: SupportRequest) => Change | undefined,
): Promise<SupportRequest> {
  return deps.inTurn(id, () => changeNow(deps, id, decide))
}

async function changeNow(
  deps: Pick<TicketDeps, 'requests' | 'clock'>,
  id: string,
  decide: (request: SupportRequest) => Change | undefined,
): Promise<SupportRequest> {
  for (let count = 0; count < patience; count += 1) {
    const request = await deps.requests.findById(id).lean<SupportRequest>()
    if (!request) throw new NotFound('no such request')
    const wanted = decide(request)
    if (!wanted) return request
    const changed = await writeOver(deps, request, wanted)
    if (changed) return changed
  }
  throw new Conflict('rules:states.notPossible')
}

async function writeOver(
  { requests, clock }: Pick<TicketDeps, 'requests' | 'clock'>,
  request: SupportRequest,
  { entries, set = {}, unset = {} }: Change,
): Promise<SupportRequest | null> {
  const at = clock()
  const update: UpdateQuery<SupportRequest> = {
    $set: set,
    $inc: { version: 1 },
    $push: { history: { $each: entries.map((entry) => ({ at, ...entry })), $slice: -most.history } },
    $addToSet: { actors: { $each: actorsOf(entries, set) } },
    ...(Object.keys(unset).length === 0 ? {} : { $unset: unset }),
  }
  return requests
    .findOneAndUpdate({ _id: request._id, version: request.version }, update, { returnDocument: 'after' })
    .lean<SupportRequest>()
}

/** The accounts that a change names. */
function actorsOf(entries: Change['entries'], { assigneeId, satisfaction }: Partial<SupportRequest>): string[] {
  const named = entries.flatMap(({ by, deed, to }) => (deed === 'assigned' ? [by, to] : [by]))
  const ids = [...named, assigneeId, satisfaction?.agentId]
  return ids.filter((id): id is string => typeof id === 'string' && id !== '')
}

type Clocks = Pick<TicketDeps, 'serviceClock' | 'clock'>

/** What a step of the state machine changes: state, times, clock. Throws Conflict where the table has no such step. */
export function step(
  { serviceClock, clock }: Clocks,
  request: SupportRequest,
  event: RequestEvent,
): { set: Partial<SupportRequest>; unset: Unset } {
  const state = requestStates.step(request.state, event)
  const now = clock()
  const time = ourTurn.includes(state) ? serviceClock.resume(request.time, now) : serviceClock.pause(request.time, now)
  return {
    set: {
      ...stateFields(state),
      time,
      ...serviceClock.dues(time, request),
      ...(state === 'solved' ? { solvedAt: now } : {}),
      ...(state === 'closed' ? { closedAt: now, solvedAt: request.solvedAt ?? now } : {}),
    },
    unset: state === 'open' ? { solvedAt: 1 } : {},
  }
}

/** A state with what follows from it. */
export function stateFields(state: RequestState): Pick<SupportRequest, 'state' | 'isActive' | 'waitsForUs'> {
  return { state, isActive: activeStates.includes(state), waitsForUs: ourTurn.includes(state) }
}
