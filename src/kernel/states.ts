import { Conflict } from './errors.ts'

/** A state machine as a table: state -> event -> next state. */
export type StateTable<State extends string> = Readonly<Record<State, Readonly<Record<string, State>>>>

export interface Machine<State extends string> {
  readonly states: readonly State[]
  /** The state after the event. Throws Conflict with `rules:states.notPossible` where the table has no such step. */
  step(state: State, event: string): State
  /** The states from which the event is possible; the old side of a compare-and-set. */
  before(event: string): State[]
}

/** Makes a state machine of its table. */
export function machine<State extends string>(table: StateTable<State>): Machine<State> {
  const states = Object.keys(table) as State[]
  const next = (state: State, event: string): State | undefined =>
    Object.hasOwn(table[state], event) ? table[state][event] : undefined
  return {
    states,
    step(state, event) {
      const following = next(state, event)
      if (following === undefined) throw new Conflict('rules:states.notPossible')
      return following
    },
    before: (event) => states.filter((state) => next(state, event) !== undefined),
  }
}
