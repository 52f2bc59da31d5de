import type { TicketDeps } from '../deps.ts'
import { settingsId, type RequestSettings } from '../settings.model.ts'
import { readSettings } from '../queries/read-settings.ts'

/**
 * The agent whose turn it is, where new requests are given out in turn; null where they aren't, or there is nobody. Of two
 * requests at once, each goes to another agent.
 */
export async function nextAgent(deps: Pick<TicketDeps, 'settings' | 'accounts'>): Promise<string | null> {
  for (let count = 0; count < 10; count += 1) {
    const { isRoundRobin, lastAgentId } = await readSettings(deps)
    if (!isRoundRobin) return null
    const agents = (await deps.accounts.staffWith('agent')).filter(({ actor }) => actor.roles.includes('agent'))
    const ids = agents.map(({ id }) => id).toSorted()
    const next = ids.find((id) => lastAgentId === undefined || id > lastAgentId) ?? ids[0]
    if (next === undefined) return null
    const before = lastAgentId ?? { $exists: false }
    const taken = await deps.settings
      .findOneAndUpdate({ _id: settingsId, lastAgentId: before }, { $set: { lastAgentId: next } })
      .lean<RequestSettings>()
    if (taken) return next
  }
  return null
}
