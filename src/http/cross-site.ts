import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import type { Config } from '../config/index.ts'
import { NotAllowed } from '../kernel/index.ts'

const unsafeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Whether the method changes something. */
export function isUnsafe(method: string): boolean {
  return unsafeMethods.has(method)
}

/**
 * Refuses a form that another site's page sent. Browsers tell in `Sec-Fetch-Site` or at least in `Origin`; a request
 * with neither is refused as well, since nobody can tell where it comes from. Visitors have no cookie and so no token:
 * this is their whole protection, and the first half of it for who is signed in. Throws NotAllowed.
 */
export function refuseOtherSites(request: Request, config: Config): void {
  const origin = request.headers.origin
  const site = request.headers['sec-fetch-site']
  if (origin !== undefined && origin !== config.origin) throw new NotAllowed('rules:request.otherSite')
  if (site !== undefined && site !== 'same-origin') throw new NotAllowed('rules:request.otherSite')
  if (origin === undefined && site === undefined) throw new NotAllowed('rules:request.otherSite')
}

/** The token that forms of a session carry: bound to the session's id, so it changes when the id does. */
export function csrfToken(sessionId: string, secret: string): string {
  return createHmac('sha256', secret).update(`csrf ${sessionId}`).digest('base64url')
}

/** Why a form of an earlier session isn't taken. */
export const oldForm = 'rules:request.oldForm'

/** Refuses a form without the session's token. Throws NotAllowed. */
export function requireToken(given: unknown, expected: string): void {
  const matches =
    typeof given === 'string' &&
    given.length === expected.length &&
    timingSafeEqual(Buffer.from(given), Buffer.from(expected))
  if (!matches) throw new NotAllowed(oldForm)
}
