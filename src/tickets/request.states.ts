import { machine } from '../kernel/index.ts'
import type { RequestState } from './tickets.words.ts'

/**
 * `wait`: for the customer; `hold`: for somebody else. A solved request can be opened again for some days; then it is
 * closed, and that is for good: what comes up later is a new request.
 */
export const requestStates = machine<RequestState>({
  new: { open: 'open', wait: 'pending', hold: 'hold', solve: 'solved', close: 'closed' },
  open: { wait: 'pending', hold: 'hold', solve: 'solved', close: 'closed' },
  pending: { open: 'open', hold: 'hold', solve: 'solved', close: 'closed' },
  hold: { open: 'open', wait: 'pending', solve: 'solved', close: 'closed' },
  solved: { open: 'open', close: 'closed' },
  closed: {},
})
