import type { RemovalCase } from '../case.model.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'

/** Tells who asked, and on appeal who appealed, what was decided. Safe to run again: the mail is taken once. */
export async function tellAsker(
  deps: RemovalDeps,
  { id, decision }: { id: string; decision: Decision },
): Promise<void> {
  const item = await deps.cases.findById(id).lean<RemovalCase>()
  const appealing = /^appeal-(\d+)$/.exec(decision.round)?.[1]
  for (const party of new Set([0, Number(appealing ?? 0)])) {
    const to = item?.parties[party]
    if (item && to && item.ground !== 'own') await deps.letters.decision(item, { decision, party, to })
  }
}
