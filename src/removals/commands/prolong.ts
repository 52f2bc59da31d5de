import { allow, Conflict, type Actor, type Member } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { addMonths, endOf } from '../due.ts'
import { mayDecide } from '../removals.policy.ts'
import { prolongationMonths } from '../removals.words.ts'
import { loadCase } from '../load-case.ts'
import { write } from './change.ts'
import { record } from './record.ts'

/**
 * Puts the answer off, once and by two months, with the reason told to who asked before the first due day is over (GDPR
 * Art. 12(3)). No other date ever moves. Throws NotFound, NotAllowed, Conflict.
 */
export async function prolong(
  deps: RemovalDeps,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const item = await loadCase(deps, id)
  allow(mayDecide(actor, item))
  const at = deps.clock()
  if (item.state !== 'open' || item.prolonged || at > item.dueAt) throw new Conflict('removals:rules.notProlongable')
  const { id: byId } = actor as Member
  const dueOn = addMonths(item.dueOn, prolongationMonths)
  const after = await write(deps, id, {
    where: { state: 'open', prolonged: { $exists: false } },
    set: { prolonged: { at, byId, reason }, dueOn, dueAt: endOf(dueOn, item.timeZone) },
    unset: { remindedAt: 1 },
    told: { deed: 'prolonged', byId, note: dueOn },
  })
  const [to] = after.parties
  if (to) await deps.letters.prolonged(after, to)
  await record(deps, actor, { action: 'removal.prolong', id, details: { until: dueOn } })
}
