import type { Document } from '../semantics/index.ts'
import { sessionKey } from '../storage/retries.ts'
import { documentField } from './command.ts'

/** The session a command belongs to, as a key for maps. */
export function sessionName(body: Document): string | undefined {
  const session = documentField(body, 'lsid')
  return session ? sessionKey(session).toString('hex') : undefined
}
