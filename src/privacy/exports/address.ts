import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The name of an export's file in its address: nobody can guess it, and the store alone doesn't tell it, since it is made
 * with a key that is kept elsewhere.
 */
export function exportFileName(id: string, secret: string): string {
  return `${id}-${signature(id, secret)}.zip`
}

/** The id of the export that a file name was made for; undefined for a name that we didn't make. */
export function exportIdOf(fileName: string, secret: string): string | undefined {
  const [, id = '', given = ''] = /^([0-9a-z]{12})-([\w-]{32})\.zip$/.exec(fileName) ?? []
  if (id === '') return undefined
  return timingSafeEqual(Buffer.from(signature(id, secret)), Buffer.from(given)) ? id : undefined
}

function signature(id: string, secret: string): string {
  return createHmac('sha256', secret).update(`data export ${id}`).digest('base64url').slice(0, 32)
}
