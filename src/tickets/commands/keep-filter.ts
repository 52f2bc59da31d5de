import { idOf, Invalid, NotFound, type Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { Filter, Narrowing } from '../filter.model.ts'
import { requireAgent } from '../load.ts'
import { whoIs } from '../people.ts'
import { most } from '../tickets.words.ts'

/**
 * Keeps a narrowed queue under a name, for its agent alone; one that has the name already takes the place of the older.
 * Throws NotAllowed for who is no agent; Invalid (`name`) for too many.
 */
export async function keepFilter(
  deps: Pick<TicketDeps, 'accounts' | 'filters' | 'clock'>,
  actor: Actor,
  { name, ...narrowing }: Narrowing & { name: string },
): Promise<void> {
  const known = await whoIs(deps, actor)
  requireAgent(known)
  const { accountId = '' } = known
  const others = await deps.filters.countDocuments({ accountId, name: { $ne: name } })
  if (others >= most.filters) throw new Invalid({ name: 'tickets:rules.tooManyFilters' })
  const _id = idOf('request-filter', accountId, name)
  const filter: Filter = { _id, accountId, name, createdAt: deps.clock(), ...narrowing }
  await deps.filters.replaceOne({ _id }, filter, { upsert: true })
}

/** Throws away one of the actor's own. Throws NotAllowed; NotFound for somebody else's. */
export async function dropFilter(
  deps: Pick<TicketDeps, 'accounts' | 'filters'>,
  actor: Actor,
  id: string,
): Promise<void> {
  const known = await whoIs(deps, actor)
  requireAgent(known)
  const { deletedCount } = await deps.filters.deleteOne({ _id: id, accountId: known.accountId ?? '' })
  if (deletedCount === 0) throw new NotFound('no such filter')
}
