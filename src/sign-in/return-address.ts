/** What a person chose before they go to a provider. */
export interface TripChoices {
  back: string
  stays: boolean
}

/** The query that carries the choices to the address where a sign-in begins; empty where there is nothing to say. */
export function tripQuery({ back, stays }: TripChoices): string {
  const query = new URLSearchParams({ ...(back === '/' ? {} : { return: back }), ...(stays ? { keep: '1' } : {}) })
  return query.size === 0 ? '' : `?${query.toString()}`
}

/**
 * Where to go after signing in: a path of ours and nothing else. It is read as a browser reads it, so that `//host`,
 * `/\host`, control characters and encoded tricks can't lead away; whatever isn't plainly ours becomes the home page.
 */
export function returnPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > 2000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(asked)) return '/'
  const base = 'https://ours.invalid'
  if (!URL.canParse(asked, base)) return '/'
  const url = new URL(asked, base)
  if (url.origin !== base) return '/'
  // Coming back to a step of a sign-in would begin it again.
  if (url.pathname.startsWith('/sign-in') || url.pathname.startsWith('//')) return '/'
  return url.pathname + url.search + url.hash
}
