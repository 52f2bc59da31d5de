import { load } from 'cheerio'
import type { Running } from '../support/running.ts'

/** What a guest got at an address. */
export interface Seen {
  path: string
  status: number
  text: string
}

/** So many pages are no small site any more. */
const most = 400

/**
 * Everything that a guest gets who follows every address that a page, a feed or a list of addresses names, from the given
 * paths on. Addresses of forms and of signing in are left out: nothing is shown there but the form.
 */
export async function crawl(app: Running, from: readonly string[]): Promise<Seen[]> {
  const waiting = [...from]
  const known = new Set(waiting)
  const seen: Seen[] = []
  const look = async (path: string): Promise<void> => {
    const response = await fetch(app.reachedAt + path, { redirect: 'manual', headers: { Accept: 'text/html,*/*' } })
    const head = JSON.stringify([...response.headers])
    const text = head + (await response.text())
    seen.push({ path, status: response.status, text })
    for (const next of addressesIn(app, { text, location: response.headers.get('location') })) {
      if (known.has(next) || /^\/(?:sign-in|removals|topics\/new|static)\b|[?&]quote=/.test(next)) continue
      known.add(next)
      waiting.push(next)
    }
  }
  while (waiting.length > 0 && seen.length < most) await Promise.all(waiting.splice(0, 6).map(look))
  return seen
}

function addressesIn(app: Running, { text, location }: { text: string; location: string | null }): string[] {
  const $ = load(text, { xml: text.includes('<?xml') })
  const named = $('[href], [src]')
    .map((_n, each) => $(each).attr('href') ?? $(each).attr('src'))
    .get()
  const listed = $('loc, id')
    .map((_n, each) => $(each).text())
    .get()
  return [...named, ...listed, ...(location === null ? [] : [location])].flatMap((address) => {
    if (!URL.canParse(address, app.url)) return []
    const { origin, pathname, search } = new URL(address, app.url)
    return origin === new URL(app.url).origin ? [pathname + search] : []
  })
}
