import type { Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { stateKeys } from '../labels.words.ts'
import type { SupportRequest } from '../request.model.ts'

const shown = 8
const shownTopics = 5

interface Beside {
  others: { number: number; subject: string; address: string; stateKey: string }[]
  topics: { title: string; address: string }[]
}

/** What else its requester asked, in private and in public, as far as the agent may read it. */
export async function besideRequest(
  deps: Pick<TicketDeps, 'requests' | 'writtenInPublic' | 'link'>,
  actor: Actor,
  request: SupportRequest,
): Promise<Beside> {
  const requester = request.people.find(({ role }) => role === 'requester')
  const { accountId, email } = requester ?? {}
  const viewer = accountId === undefined ? `m:${email ?? ''}` : `a:${accountId}`
  const found = await deps.requests
    .find(
      { viewers: viewer, _id: { $ne: request._id }, 'hiddenFor.0': { $exists: false } },
      { number: 1, subject: 1, state: 1 },
    )
    .sort({ lastMessageAt: -1, _id: -1 })
    .limit(shown)
    .lean<Pick<SupportRequest, 'number' | 'subject' | 'state'>[]>()
  const written = accountId === undefined ? { rows: [] } : await deps.writtenInPublic(accountId, actor)
  return {
    others: found.map(({ number, subject, state }) => ({
      number,
      subject,
      address: deps.link(`/staff/requests/${number}`),
      stateKey: stateKeys[state],
    })),
    topics: written.rows.slice(0, shownTopics).map(({ title, address }) => ({ title, address })),
  }
}
