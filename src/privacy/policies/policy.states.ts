import { machine } from '../../kernel/index.ts'
import type { PolicyState } from './policies.words.ts'

/** Written -> told to those whom it concerns -> in force -> replaced. What was told may be taken back until it counts. */
export const policyStates = machine<PolicyState>({
  draft: { announce: 'announced' },
  announced: { enforce: 'inForce', callOff: 'draft' },
  inForce: { supersede: 'superseded' },
  superseded: {},
})
