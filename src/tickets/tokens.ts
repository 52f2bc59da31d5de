import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a mailed link does: `confirm` proves an address, `rating` says how an answer was. */
type Purpose = 'confirm' | 'rating'

/** A token for a link in a mail about one person of a request. Readable, signed, lets nobody in. */
export function linkToken(
  purpose: Purpose,
  { requestId, key }: { requestId: string; key: string },
  secret: string,
): string {
  return `${requestId}.${key}.${signature(purpose, `${requestId}.${key}`, secret)}`
}

/** Whom a token is about; undefined when we didn't make it for this purpose. */
export function readLinkToken(
  purpose: Purpose,
  token: string,
  secret: string,
): { requestId: string; key: string } | undefined {
  const [, requestId = '', key = '', given = ''] = /^([0-9a-z]{12})\.([0-9a-z]{12})\.([\w-]{43})$/.exec(token) ?? []
  if (given === '') return undefined
  const expected = signature(purpose, `${requestId}.${key}`, secret)
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected)) ? { requestId, key } : undefined
}

const signature = (purpose: Purpose, about: string, secret: string): string =>
  createHmac('sha256', secret).update(`request ${purpose} ${about}`).digest('base64url')
