import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { visitor } from '../kernel/index.ts'
import { chooseEncoding, compress } from './compress.ts'
import type { HttpDeps } from './deps.ts'
import type { KeptPage } from './page-cache.ts'
import { exceptionalHeaders } from './headers.ts'
import type { Route } from './routes.ts'
import type { HeaderFacts } from './site-header.ts'
import { prefersJson, renderBody, setHeader } from './send.ts'

interface Exchange {
  request: Request
  response: Response
}

/**
 * Serves a public page from memory where it may be, or makes and keeps it. Gives false where the request needs the
 * whole way: another kind of route, or somebody with a session.
 *
 * The stamps are read before the page is made. A write in between is then in the page but not in its stamps, which
 * costs one needless remake; the other order would keep an old page under a new stamp.
 */
export async function keepFor(route: Route, deps: HttpDeps, exchange: Exchange): Promise<boolean> {
  const { request } = exchange
  if (!route.stamps || route.for !== 'visitor') return false
  if (!route.ignoresCookie && (await isSomebody(deps, request))) return false
  const [stamps, header] = await Promise.all([
    deps.stamps.current(route.stamps(request.params as Record<string, string>)),
    deps.header.now(),
  ])
  const formats = deps.formatsFor(request)
  const key = [prefersJson(request) ? 'json' : 'html', formats.locale, JSON.stringify(header), request.url].join(' ')
  const kept = deps.pages.get(key)
  if (kept?.stamps === stamps) {
    await sendKept(kept, { deps, key, exchange })
    return true
  }
  const made = await make(route, deps, { request, stamps, header, key })
  if (made === 'elsewhere') return false
  await sendKept(made, { deps, key, exchange })
  return true
}

/** Whether the answer may have to be made for one person: they have a session, or a host knows them. */
async function isSomebody(deps: HttpDeps, request: Request): Promise<boolean> {
  return deps.sessions.isNamed(request) || (await deps.hostWord?.speaksFor(request)) === true
}

/** Makes the page as a guest sees it. A redirect is left to the whole way: it is cheap and seldom. */
async function make(
  route: Route,
  deps: HttpDeps,
  { request, stamps, header, key }: { request: Request; stamps: string; header: HeaderFacts; key: string },
): Promise<KeptPage | 'elsewhere'> {
  const query = route.query?.safeParse(request.query)
  if (query && !query.success) return 'elsewhere'
  const formats = deps.formatsFor(request)
  const visit = {
    id: '',
    actor: visitor,
    params: request.params as Record<string, string>,
    form: undefined,
    query: query?.data as undefined,
    uploads: [],
    upload: undefined,
    formats,
    session: undefined,
    address: request.url,
    me: undefined,
    request,
  }
  const answer = await route.handle(visit)
  if (answer.kind !== 'page' && answer.kind !== 'body') return 'elsewhere'
  const { type, text } = renderBody(answer, deps, { visit, header, csrf: '', flash: [] })
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text)
  const page: KeptPage = {
    stamps,
    etag: `W/"${createHash('sha256').update(`${key} ${stamps} ${deps.config.url}`).update(bytes).digest('base64url').slice(0, 24)}"`,
    status: answer.status,
    headers: {
      'Content-Type': type,
      // Others may keep it but must ask each time: what is removed is gone with the next request.
      'Cache-Control': 'public, no-cache',
      Vary: 'Cookie, Accept, Accept-Language, Accept-Encoding',
      ...(answer.kind === 'page' ? { 'Content-Language': formats.locale } : {}),
      ...(answer.kind === 'page' && answer.head.robots ? { 'X-Robots-Tag': answer.head.robots } : {}),
      ...(answer.exceptions ? Object.fromEntries(exceptionalHeaders(deps.config, answer.exceptions)) : {}),
    },
    bodies: new Map([['identity', bytes]]),
  }
  deps.pages.keep(key, page)
  return page
}

async function sendKept(
  page: KeptPage,
  { deps, key, exchange }: { deps: HttpDeps; key: string; exchange: Exchange },
): Promise<void> {
  const { request, response } = exchange
  for (const [name, value] of Object.entries(page.headers)) setHeader(response, name, value)
  response.setHeader('ETag', page.etag)
  if (page.status === 200 && request.headers['if-none-match'] === page.etag) {
    response.removeHeader('Content-Type')
    response.status(304).end()
    return
  }
  const identity = page.bodies.get('identity') ?? Buffer.alloc(0)
  const encoding = chooseEncoding(request, identity.length)
  let bytes = page.bodies.get(encoding)
  if (!bytes) {
    bytes = await compress(identity, encoding)
    deps.pages.addBody(key, page, { encoding, bytes })
  }
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding)
  response.setHeader('Content-Length', bytes.length)
  response.status(page.status).end(request.method === 'HEAD' ? undefined : bytes)
}
