import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../kernel/index.ts'

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

/** What a link to read on by says: who of which request it is for, and until when. */
export interface ReadingLink {
  requestId: string
  key: string
  until: Date
  /** Whether it was made for this address: one that was handed on to another address holds no more. */
  isFor: (email: string) => boolean
}

const readingDays = 30

/**
 * The path of a page by which who has no account reads on and answers. It lets in whoever holds it, for 30 days from now;
 * each mail has a new one.
 */
export function readingPath(
  { clock, secret }: { clock: Clock; secret: string },
  { requestId, key, email }: { requestId: string; key: string; email: string },
): string {
  const until = Math.floor(clock().getTime() / 1000) + readingDays * 24 * 60 * 60
  const about = `${requestId}.${key}.${until.toString(36)}`
  return `/requests/mailed/${about}.${signature('reading', `${about} ${email}`, secret)}`
}

/** Reads such a token; it is ours only where `isFor` says so of the address that stands in the request. */
export function readReadingToken(token: string, secret: string): ReadingLink | undefined {
  const [, about = '', requestId = '', key = '', seconds = '', given = ''] =
    /^(([0-9a-z]{12})\.([0-9a-z]{12})\.([0-9a-z]{1,9}))\.([\w-]{43})$/.exec(token) ?? []
  if (given === '') return undefined
  const isFor = (email: string): boolean =>
    timingSafeEqual(Buffer.from(given), Buffer.from(signature('reading', `${about} ${email}`, secret)))
  return { requestId, key, until: new Date(Number.parseInt(seconds, 36) * 1000), isFor }
}

const signature = (purpose: Purpose | 'reading', about: string, secret: string): string =>
  createHmac('sha256', secret).update(`request ${purpose} ${about}`).digest('base64url')
