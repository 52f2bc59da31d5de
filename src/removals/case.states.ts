import { machine } from '../kernel/index.ts'
import type { CaseState } from './removals.words.ts'

/**
 * Nobody but its sender sees an unconfirmed one. A decision that erases goes over `removing`, and stays there while anything
 * is left of what was erased.
 */
export const caseStates = machine<CaseState>({
  unconfirmed: { confirm: 'open', withdraw: 'withdrawn' },
  open: { remove: 'removing', decide: 'decided', withdraw: 'withdrawn' },
  removing: { finish: 'decided' },
  decided: { appeal: 'appealed' },
  appealed: { remove: 'removing', decide: 'decided', appeal: 'appealed' },
  withdrawn: {},
})

/** States in which the clock runs for those who decide. */
export const waitingStates: readonly CaseState[] = ['open', 'removing', 'appealed']

/** States in which a thing of the case may be out of sight because of it. */
export const holdingStates: readonly CaseState[] = ['open', 'removing', 'decided', 'appealed']
