import type { MessageKey, MessageParams } from './errors.ts'

/** What a check of an installation found: all is well, something to know, or something that has to be mended. */
export interface Finding {
  level: 'good' | 'note' | 'wrong'
  key: MessageKey
  params?: MessageParams
}

/** All is well with it. */
export const good = (key: MessageKey, params?: MessageParams): Finding => finding('good', key, params)
/** Something that its owner should know. */
export const note = (key: MessageKey, params?: MessageParams): Finding => finding('note', key, params)
/** Something that has to be mended. */
export const wrong = (key: MessageKey, params?: MessageParams): Finding => finding('wrong', key, params)

function finding(level: Finding['level'], key: MessageKey, params: MessageParams | undefined): Finding {
  return { level, key, ...(params ? { params } : {}) }
}
