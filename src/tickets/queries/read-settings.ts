import type { TicketDeps } from '../deps.ts'
import { settingsId, type RequestSettings } from '../settings.model.ts'

/** How requests are handled here, as the owner left it. */
export async function readSettings({ settings }: Pick<TicketDeps, 'settings'>): Promise<RequestSettings> {
  const found = await settings.findById(settingsId).lean<RequestSettings>()
  return found ?? { _id: settingsId, categories: [], isRoundRobin: false }
}
