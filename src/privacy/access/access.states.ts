import { machine } from '../../kernel/index.ts'
import type { AccessState } from './access.words.ts'

/** Asked -> the address is its asker's -> answered, or declined with the reason. */
export const accessStates = machine<AccessState>({
  unconfirmed: { confirm: 'open' },
  open: { answer: 'answered', decline: 'declined' },
  answered: {},
  declined: {},
})
