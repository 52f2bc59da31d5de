import type { PageHead, Visit } from '../http/index.ts'
import { NotFound, NotSignedIn, type Member } from '../kernel/index.ts'

type AnyVisit = Visit<unknown, unknown>

/** The number in a request's address. Throws NotFound for what is none. */
export function numberIn(visit: AnyVisit): number {
  const text = visit.params['number'] ?? ''
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new NotFound('no number')
  return Number(text)
}

/** Who is signed in. Throws NotSignedIn. */
export function memberOf({ actor }: AnyVisit): Member {
  if (actor.kind !== 'member') throw new NotSignedIn('signed out')
  return actor
}

/** The head of a page that is for nobody but its reader. */
export function requestHead(visit: AnyVisit, titleKey: string, section: 'requests' | 'staff' = 'requests'): PageHead {
  return { title: visit.formats.t(titleKey), robots: 'noindex', section }
}
