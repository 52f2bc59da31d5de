import { Invalid } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { settingsId, type RequestSettings } from '../settings.model.ts'

/** How requests are handled here, as the owner left it. */
export async function readSettings({ settings }: Pick<TicketDeps, 'settings'>): Promise<RequestSettings> {
  const found = await settings.findById(settingsId).lean<RequestSettings>()
  return found ?? { _id: settingsId, categories: [], isRoundRobin: false }
}

/** Goes on for no category, and for one that there is. Throws Invalid (`categoryId`). */
export async function requireCategory(
  deps: Pick<TicketDeps, 'settings'>,
  categoryId: string | null | undefined,
): Promise<void> {
  if (categoryId === undefined || categoryId === null) return
  const { categories } = await readSettings(deps)
  if (!categories.some(({ id }) => id === categoryId)) throw new Invalid({ categoryId: 'tickets:rules.category' })
}
