/** What a departure can be in; departure.states.ts says how it comes from one to another. */
export const departureStateNames = ['hidden', 'settling', 'done', 'undone'] as const
export type DepartureState = (typeof departureStateNames)[number]
