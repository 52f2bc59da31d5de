import { createHash } from 'node:crypto'

/** The form in which a mailed token is kept: who reads the store can't use it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
