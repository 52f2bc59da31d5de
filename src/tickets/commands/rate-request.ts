import { NotAllowed, type Actor } from '../../kernel/index.ts'
import { change } from '../change.ts'
import type { TicketDeps } from '../deps.ts'
import { seeOwn } from '../load.ts'
import type { SupportRequest } from '../request.model.ts'
import type { Score } from '../tickets.words.ts'
import { mayRate } from '../request.policy.ts'
import { linkedPerson } from './confirm-address.ts'

interface Rating {
  score: Score
  words?: string | undefined
}

/** The requester says how the answer was, signed in. Throws NotFound; NotAllowed for anybody else, and before it is solved. */
export async function rateOwn(
  deps: TicketDeps,
  actor: Actor,
  { number, ...rating }: Rating & { number: number },
): Promise<void> {
  const { request, role } = await seeOwn(deps, actor, number)
  if (role !== 'requester') throw new NotAllowed('tickets:rules.requesterRates')
  await rate(deps, request, rating)
}

/** The same by the link that was mailed to them. Throws NotFound, NotAllowed. */
export async function rateByLink(
  deps: TicketDeps,
  { token, ...rating }: Rating & { token: string },
): Promise<SupportRequest> {
  const { request } = await linkedPerson(deps, 'rating', token)
  return rate(deps, request, rating)
}

/** Said again, it counts as said last. */
async function rate(deps: TicketDeps, request: SupportRequest, { score, words }: Rating): Promise<SupportRequest> {
  return change(deps, request._id, (now) => {
    if (!mayRate(now)) throw new NotAllowed('tickets:rules.requesterRates')
    const said = { score, ratedAt: deps.clock(), ...(words === undefined || words === '' ? {} : { words }) }
    const agentId = now.satisfaction?.agentId ?? now.assigneeId ?? undefined
    const { askedAt } = now.satisfaction ?? {}
    return {
      entries: [{ deed: 'rated', role: 'requester', to: score }],
      set: {
        satisfaction: {
          ...said,
          ...(askedAt ? { askedAt } : {}),
          ...(agentId === undefined ? {} : { agentId }),
        },
      },
    }
  })
}
