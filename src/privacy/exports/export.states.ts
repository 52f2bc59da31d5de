import { machine } from '../../kernel/index.ts'
import type { ExportState } from './exports.words.ts'

/** Asked for -> being made, as often as that is cut off or something of it is removed -> ready -> gone. */
export const exportStates = machine<ExportState>({
  asked: { make: 'making' },
  making: { make: 'making', finish: 'ready', fail: 'failed', startOver: 'asked' },
  ready: { drop: 'gone' },
  failed: {},
  gone: {},
})
