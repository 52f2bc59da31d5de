import type { TicketDeps } from '../deps.ts'
import { presentFor, type Viewer } from '../viewer.model.ts'

/** Another agent who has the request open now. */
export interface ElseView {
  name: string
  isAnswering: boolean
}

const shown = 10

/** Who else has a request open. */
export async function whoElse(
  { viewers, accounts, clock }: Pick<TicketDeps, 'viewers' | 'accounts' | 'clock'>,
  { requestId, accountId }: { requestId: string; accountId: string },
): Promise<ElseView[]> {
  const since = new Date(clock().getTime() - presentFor)
  const found = await viewers
    .find({ requestId, at: { $gte: since }, accountId: { $ne: accountId } })
    .limit(shown)
    .lean<Viewer[]>()
  const facts = await accounts.recipients(found.map((viewer) => viewer.accountId))
  return found.flatMap((viewer) => {
    const agent = facts.get(viewer.accountId)
    return agent ? [{ name: agent.name, isAnswering: viewer.isAnswering }] : []
  })
}
