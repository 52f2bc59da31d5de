import { fileURLToPath } from 'node:url'
import { loadMessages } from '../../src/http/index.ts'

/** The English words of a message key: what a page says, so that a better wording breaks no test of behaviour. */
export const words = loadMessages(fileURLToPath(new URL('../../locales', import.meta.url))).translator('en')
