import type { Request } from 'express'
import type { Config } from '../config/index.ts'

/**
 * The page of ours that a form was sent from, as a path below the mount path: what the browser names as the referrer,
 * where that is plainly ours. Undefined for another site's, and where the form stood on an answer to itself, whose address
 * may be one that only takes forms.
 */
export function formPage(request: Request, config: Pick<Config, 'origin' | 'mountPath'>): string | undefined {
  const referrer = request.headers.referer
  if (referrer === undefined || referrer.length > 2000 || !URL.canParse(referrer)) return undefined
  const { origin, pathname, search } = new URL(referrer)
  if (origin !== config.origin || !`${pathname}/`.startsWith(`${config.mountPath}/`)) return undefined
  const path = pathname.slice(config.mountPath.length) || '/'
  // `//host` would be another site where an address is made of it.
  return path.startsWith('//') || path === pathOf(request.url) ? undefined : path + search
}

function pathOf(address: string): string {
  return address.split('?', 1)[0] ?? ''
}
