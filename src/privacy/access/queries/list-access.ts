import { NotFound } from '../../../kernel/index.ts'
import type { AccessRequest } from '../access.model.ts'
import { accessStateKeys, type AccessState } from '../access.words.ts'
import type { AccessDeps } from '../deps.ts'

/** A request as staff see it. */
export interface AccessRow {
  id: string
  state: AccessState
  stateKey: string
  email: string
  question: string
  receivedAt: Date
  dueAt: Date
  isOverdue: boolean
  copySentAt?: Date
  answeredAt?: Date
  reason?: string
  address: string
}

const most = 200

/** What waits for an answer, by due date; then what was answered lately. Requests that nobody confirmed by our form are nobody's. */
export async function listAccess(deps: AccessDeps): Promise<{ waiting: AccessRow[]; ended: AccessRow[] }> {
  const [open, entered, ended] = await Promise.all([
    deps.requests.find({ state: 'open' }).sort({ dueAt: 1 }).limit(most).lean<AccessRequest[]>(),
    deps.requests.find({ state: 'unconfirmed', via: 'mail' }).sort({ dueAt: 1 }).limit(most).lean<AccessRequest[]>(),
    deps.requests
      .find({ state: { $in: ['answered', 'declined'] } })
      .sort({ dueAt: -1 })
      .limit(50)
      .lean<AccessRequest[]>(),
  ])
  const waiting = [...open, ...entered].toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
  return { waiting: waiting.map((each) => toRow(deps, each)), ended: ended.map((each) => toRow(deps, each)) }
}

/** One request. Throws NotFound, also for what nobody confirmed by our form. */
export async function showAccess(deps: AccessDeps, id: string): Promise<AccessRow & { isOpen: boolean }> {
  const found = await deps.requests.findById(id).lean<AccessRequest>()
  if (!found || (found.state === 'unconfirmed' && found.via === 'form')) throw new NotFound('no such request')
  return { ...toRow(deps, found), isOpen: found.state === 'open' }
}

function toRow({ clock, link }: AccessDeps, request: AccessRequest): AccessRow {
  const { _id: id, state, email, question, receivedAt, dueAt, copySentAt, answeredAt, reason } = request
  return {
    id,
    state,
    stateKey: accessStateKeys[state],
    email,
    question,
    receivedAt,
    dueAt,
    isOverdue: answeredAt === undefined && dueAt < clock(),
    ...(copySentAt ? { copySentAt } : {}),
    ...(answeredAt ? { answeredAt } : {}),
    ...(reason === undefined ? {} : { reason }),
    address: link(`/staff/data-requests/${id}`),
  }
}
