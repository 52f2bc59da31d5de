import { NotFound } from '../kernel/index.ts'
import type { RemovalCase } from './case.model.ts'
import type { RemovalDeps } from './deps.ts'

/** A case with those whose things it is about. */
export interface StaffCase extends RemovalCase {
  authorIds: string[]
}

/** A case as those who decide work with it. Throws NotFound. */
export async function loadCase(deps: RemovalDeps, id: string): Promise<StaffCase> {
  const item = await deps.cases.findOne({ _id: id, state: { $ne: 'unconfirmed' } }).lean<RemovalCase>()
  if (!item) throw new NotFound('no such case')
  return { ...item, authorIds: await authorIdsOf(deps, item) }
}

/** Accounts of those whose things a case is about, as far as the things are there. */
export async function authorIdsOf({ removables }: RemovalDeps, { things, ground }: RemovalCase): Promise<string[]> {
  // One's own things, as many as one likes, are only one's own.
  if (ground === 'own') return []
  const found = await Promise.all(things.map(({ kind, id }) => removables[kind].find(id)))
  return [...new Set(found.flatMap((thing) => thing?.accountId ?? []))]
}
