import { Conflict } from '../../kernel/index.ts'
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
