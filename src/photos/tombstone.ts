import { createHash } from 'node:crypto'

/** The id of a removed photo's tombstone: the hash of its key, so that the key itself is gone too. */
export function tombstoneId(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
