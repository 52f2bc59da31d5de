import { machine } from '../../kernel/index.ts'
import type { ExportState } from './exports.words.ts'

/** Asked for -> being made, as often as that is cut off -> ready -> gone. */
export const exportStates = machine<ExportState>({
  asked: { make: 'making' },
  making: { make: 'making', finish: 'ready', fail: 'failed' },
  ready: { drop: 'gone' },
  failed: {},
  gone: {},
})
