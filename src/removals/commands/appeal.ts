import { Conflict } from '../../kernel/index.ts'
import { whyNoAppeal } from '../contest.ts'
import type { RemovalDeps } from '../deps.ts'
import { loadByToken, type PartyLink } from '../load-party.ts'
import { step } from './change.ts'
import { tellStaff } from './tell-staff.ts'

/**
 * Contests a decision: free, once for each party, within six months, decided by somebody else (EU DSA Art. 20). Throws
 * NotFound, Conflict.
 */
export async function appeal(deps: RemovalDeps, link: PartyLink, words: string): Promise<void> {
  const own = await loadByToken(deps, link)
  const { item, party } = own
  const refusal = whyNoAppeal(own, deps.clock())
  if (refusal !== undefined) throw new Conflict(refusal)
  await step(deps, item, {
    event: 'appeal',
    where: { appeals: { $not: { $elemMatch: { party } } } },
    push: { appeals: { party, at: deps.clock(), words } },
    told: { deed: 'appealed', party },
  })
  await tellStaff(deps, { id: item._id, what: 'appeal', once: String(party) })
}
