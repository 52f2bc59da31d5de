import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a mailed link is about: `follows` an address's follows, `solved` whether a question is solved. */
type Purpose = 'follows' | 'solved'

/** A token for a link in a mail: who holds the mail may do this one thing. Readable, signed, lets nobody in. */
export function mailedToken(purpose: Purpose, id: string, secret: string): string {
  return `${id}.${signature(purpose, id, secret)}`
}

/** The id that a token is about; undefined when we didn't make it for this purpose. */
export function readMailedToken(purpose: Purpose, token: string, secret: string): string | undefined {
  const [, id = '', given = ''] = /^([0-9a-z]{12})\.([\w-]{43})$/.exec(token) ?? []
  if (given === '') return undefined
  return timingSafeEqual(Buffer.from(given), Buffer.from(signature(purpose, id, secret))) ? id : undefined
}

const signature = (purpose: Purpose, id: string, secret: string): string =>
  createHmac('sha256', secret).update(`forum ${purpose} ${id}`).digest('base64url')
