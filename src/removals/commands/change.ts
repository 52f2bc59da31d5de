import { Conflict, NotFound } from '../../kernel/index.ts'
import type { CaseEvent, RemovalCase } from '../case.model.ts'
import { caseStates } from '../case.states.ts'
import type { RemovalDeps } from '../deps.ts'

/** One more line of a case's story; its moment is now. */
export type NewEvent = Omit<CaseEvent, 'at'>

export interface Change {
  set?: object
  unset?: object
  push?: object
  /** Holds for a case that this may still be done to. */
  where?: object
}

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

/**
 * Takes a case a step on, with the line that tells of it in the same write. Throws Conflict where the table has no such
 * step, or somebody was first.
 */
export async function step(
  deps: RemovalDeps,
  item: RemovalCase,
  { event, told, ...change }: Change & { event: string; told: NewEvent },
): Promise<RemovalCase> {
  const state = caseStates.step(item.state, event)
  const where = { state: item.state, ...change.where }
  return write(deps, item._id, { ...change, where, set: { ...change.set, state }, told })
}

/** Writes something into a case with its line. Throws Conflict where it can't be done any more. */
export async function write(
  { cases, clock }: RemovalDeps,
  _id: string,
  { set, unset, push, where, told }: Change & { told: NewEvent },
): Promise<RemovalCase> {
  const after = await cases
    .findOneAndUpdate(
      { _id, ...where },
      {
        ...(set ? { $set: set } : {}),
        ...(unset ? { $unset: unset } : {}),
        $push: { ...push, events: { at: clock(), ...told } },
      },
      { returnDocument: 'after', runValidators: true },
    )
    .lean<RemovalCase>()
  if (!after) throw new Conflict('removals:rules.changedMeanwhile')
  return after
}
