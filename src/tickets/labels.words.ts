import type { WishKind } from '../kernel/index.ts'
import type { BulkDeed } from './queue.words.ts'
import type { Deed, RequestState } from './tickets.words.ts'
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

/** What customers see of it: whom we wait for beside them is our business. */
export const ownStates = {
  new: 'open',
  open: 'open',
  pending: 'pending',
  hold: 'open',
  solved: 'solved',
  closed: 'closed',
} as const satisfies Record<RequestState, RequestState>

export const priorityKeys = {
  low: 'tickets:priority.low',
  normal: 'tickets:priority.normal',
  high: 'tickets:priority.high',
  urgent: 'tickets:priority.urgent',
} as const satisfies Record<Priority, string>

/** What the history says was done. */
export const deedKeys = {
  opened: 'tickets:deed.opened',
  wrote: 'tickets:deed.wrote',
  answered: 'tickets:deed.answered',
  noted: 'tickets:deed.noted',
  state: 'tickets:deed.state',
  priority: 'tickets:deed.priority',
  assigned: 'tickets:deed.assigned',
  tags: 'tickets:deed.tags',
  category: 'tickets:deed.category',
  'cc-added': 'tickets:deed.ccAdded',
  'cc-removed': 'tickets:deed.ccRemoved',
  merged: 'tickets:deed.merged',
  redacted: 'tickets:deed.redacted',
  rated: 'tickets:deed.rated',
  case: 'tickets:deed.case',
} as const satisfies Record<Deed, string>

export const wishKeys = {
  removal: 'tickets:wish.removal',
  data: 'tickets:wish.data',
} as const satisfies Record<WishKind, string>

/** What an agent says that a request becomes. */
export const eventKeys = {
  open: 'tickets:event.open',
  wait: 'tickets:event.wait',
  hold: 'tickets:event.hold',
  solve: 'tickets:event.solve',
  close: 'tickets:event.close',
} as const

/** What is done to several requests at once. */
export const bulkKeys = {
  take: 'tickets:bulk.take',
  release: 'tickets:bulk.release',
  wait: 'tickets:event.wait',
  hold: 'tickets:event.hold',
  solve: 'tickets:event.solve',
  close: 'tickets:event.close',
  urgent: 'tickets:bulk.urgent',
  high: 'tickets:bulk.high',
  normal: 'tickets:bulk.normal',
  low: 'tickets:bulk.low',
} as const satisfies Record<BulkDeed, string>
