import { machine } from '../kernel/index.ts'
import type { DepartureState } from './departure.words.ts'

/** Out of sight, with time to come back -> carried out -> done. What is undone or done stays so. */
export const departureStates = machine<DepartureState>({
  hidden: { undo: 'undone', settle: 'settling' },
  settling: { finish: 'done' },
  done: {},
  undone: {},
})
