import { NotAllowed, hasRole, newId, type Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { readSettings } from '../queries/read-settings.ts'
import { settingsId } from '../settings.model.ts'

/** What requests are about, by name, and how new ones are given out. Throws NotAllowed for who isn't the owner. */
export async function changeSettings(
  deps: TicketDeps,
  actor: Actor,
  { categories, isRoundRobin }: { categories: readonly string[]; isRoundRobin: boolean },
): Promise<void> {
  requireOwner(actor)
  const known = new Map((await readSettings(deps)).categories.map(({ id, name }) => [name, id]))
  // A category that keeps its name keeps its requests.
  const named = categories.map((name) => ({ id: known.get(name) ?? newId(), name }))
  await deps.settings.updateOne({ _id: settingsId }, { $set: { categories: named, isRoundRobin } }, { upsert: true })
  await deps.audit.record(actor, { action: 'request.settings', thing: { kind: 'request', id: 'settings' } })
}

/** Days after which solved requests are erased; undefined: never. Throws NotAllowed for who isn't the owner. */
export async function setRetention(deps: TicketDeps, actor: Actor, days: number | undefined): Promise<void> {
  requireOwner(actor)
  const update = days === undefined ? { $unset: { retentionDays: 1 } } : { $set: { retentionDays: days } }
  await deps.settings.updateOne({ _id: settingsId }, update, { upsert: true })
  const details = { days: days ?? 0 }
  await deps.audit.record(actor, { action: 'request.retention', thing: { kind: 'request', id: 'retention' }, details })
}

function requireOwner(actor: Actor): void {
  if (!hasRole(actor, 'owner')) throw new NotAllowed('rules:request.staffOnly')
}
