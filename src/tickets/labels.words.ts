import type { RequestState } from './tickets.words.ts'
import type { Priority } from './time/priority.words.ts'

/** What a state is called, in the words of the message files. */
export const stateKeys = {
  new: 'tickets:state.new',
  open: 'tickets:state.open',
  pending: 'tickets:state.pending',
  hold: 'tickets:state.hold',
  solved: 'tickets:state.solved',
  closed: 'tickets:state.closed',
} as const satisfies Record<RequestState, string>

/** The same to customers, who needn't know how we work. */
export const ownStateKeys = {
  new: 'tickets:ownState.open',
  open: 'tickets:ownState.open',
  pending: 'tickets:ownState.pending',
  hold: 'tickets:ownState.open',
  solved: 'tickets:state.solved',
  closed: 'tickets:state.closed',
} as const satisfies Record<RequestState, string>

export const priorityKeys = {
  low: 'tickets:priority.low',
  normal: 'tickets:priority.normal',
  high: 'tickets:priority.high',
  urgent: 'tickets:priority.urgent',
} as const satisfies Record<Priority, string>
