import type { MessageKey } from '../../kernel/index.ts'

/** What a request for access can be in; access.states.ts says how it comes from one to another. */
export const accessStateNames = ['unconfirmed', 'open', 'answered', 'declined'] as const
export type AccessState = (typeof accessStateNames)[number]

export const accessStateKeys = {
  unconfirmed: 'access:state.unconfirmed',
  open: 'access:state.open',
  answered: 'access:state.answered',
  declined: 'access:state.declined',
} as const satisfies Record<AccessState, MessageKey>

/** Days in which somebody confirms their address, or the request is forgotten. */
export const confirmDays = 7

/** Days that a request is kept after its answer, to show that it was answered in time. */
export const keptDays = 365
