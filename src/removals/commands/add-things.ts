import { allow, Conflict, Invalid, type Actor, type Member } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { mayDecide } from '../removals.policy.ts'
import { distinctThings, resolveThings } from '../queries/resolve-things.ts'
import { mostThings } from '../removals.words.ts'
import { loadCase } from '../load-case.ts'
import { write } from './change.ts'
import { record } from './record.ts'

/** Adds to a request what it describes without an address. Throws NotFound, NotAllowed, Conflict, Invalid. */
export async function addThings(
  deps: RemovalDeps,
  actor: Actor,
  { id, addresses }: { id: string; addresses: readonly string[] },
): Promise<void> {
  const item = await loadCase(deps, id)
  allow(mayDecide(actor, item))
  if (item.state !== 'open') throw new Conflict('removals:rules.decided')
  const resolved = await resolveThings(deps, actor, { typed: addresses, sight: 'all' })
  const problem = resolved.find((each) => each.problem !== undefined)?.problem
  if (problem !== undefined || resolved.length === 0)
    throw new Invalid({ about: problem ?? 'removals:rules.addressMissing' })
  const known = new Set(item.things.map((thing) => `${thing.kind} ${thing.id}`))
  const added = distinctThings(resolved).filter((thing) => !known.has(`${thing.kind} ${thing.id}`))
  if (item.things.length + added.length > mostThings) throw new Invalid({ about: 'removals:rules.tooMany' })
  const things = added.map(({ kind, id: thingId, writtenAt }) => ({ kind, id: thingId, writtenAt }))
  await write(deps, id, {
    where: { state: 'open', things: { $size: item.things.length } },
    push: { things: { $each: things } },
    told: { deed: 'added', byId: (actor as Member).id },
  })
  await record(deps, actor, { action: 'removal.add', id, details: { count: things.length } })
}
