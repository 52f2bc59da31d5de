import { randomUUID } from 'node:crypto'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { NotFound } from '../kernel/index.ts'
import { createAdmission } from './admission.ts'
import type { HttpDeps } from './deps.ts'
import { errorHandler } from './errors.ts'
import { securityHeaders } from './headers.ts'
import type { Metrics } from './metrics.ts'
import type { Route } from './routes.ts'
import { serve } from './serve.ts'
import type { StaticFiles } from './static-files.ts'

export interface Application {
  readonly app: Express
  /** Resolves when no request is under way, or after `milliseconds` at the latest. */
  idle(milliseconds: number): Promise<void>
}

export interface ApplicationParts {
  deps: HttpDeps
  files: StaticFiles
  routes: readonly Route[]
  /** Handlers that stand beside the pages, such as the demo issuer, each under its path. */
  mounted: readonly { path: string; handler: RequestHandler }[]
  /** Whether everything that a request needs answers now. */
  isReady: () => Promise<boolean>
  /** Missing where nobody may read them. */
  metrics: Metrics | undefined
}

/** The Express application of one instance, to be listened with or mounted in a host under any path. */
export function createApplication(parts: ApplicationParts): Application {
  const { deps, files, routes, mounted, metrics } = parts
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  // Not set: a mounted application takes the host's word for which proxies to trust.
  if (deps.config.trustProxy !== undefined) app.set('trust proxy', deps.config.trustProxy)
  const underWay = countRequests()
  app.use(underWay.handler, identify(parts), securityHeaders(deps.config))
  app.use('/static', named('/static'))
  app.use(files.router)
  app.get('/healthz', named('/healthz'), (_request, response) => void response.type('text').send('ok'))
  app.get('/readyz', named('/readyz'), (_request, response) => readiness(parts, response))
  if (metrics) app.get('/metrics', named('/metrics'), (request, response) => metrics.serve(request, response))
  app.use(admission(deps))
  for (const { path, handler } of mounted) app.use(path, named(path), handler)
  if (deps.config.urlIsGuessed) app.use(toOneName(deps))
  for (const route of routes) register(app, route, deps)
  app.use(() => {
    throw new NotFound('no such address')
  })
  app.use(errorHandler(deps))
  return {
    app,
    idle(milliseconds) {
      // Streams never end by themselves.
      deps.live.close()
      return underWay.idle(milliseconds)
    },
  }
}

/** Files and the addresses of health stand before it: they cost nothing, and are asked for when all else is too much. */
function admission(deps: HttpDeps): RequestHandler {
  const { maxRequests, requestSeconds } = deps.config
  const toError = errorHandler(deps)
  return createAdmission({
    most: maxRequests,
    patience: requestSeconds * 1000,
    isNamed: (request) => deps.sessions.isNamed(request),
    answer: (error, { request, response }) => void toError(error, request, response, () => undefined),
  })
}

function register(app: Express, route: Route, deps: HttpDeps): void {
  const handler = (request: Request, response: Response): Promise<void> => {
    response.locals['route'] = route.path
    return serve(route, deps, { request, response })
  }
  if (route.method === 'GET') app.get(route.path, handler)
  else app.post(route.path, handler)
}

/** What a request to no page is called in the log and the metrics. */
function named(route: string): RequestHandler {
  return (_request, response, next) => {
    response.locals['route'] = route
    next()
  }
}

/**
 * Gives the request its id, writes one line to the log when it is done and counts it: the route's pattern, never the
 * address.
 */
function identify({ deps, metrics }: ApplicationParts): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now()
    const id = randomUUID()
    response.setHeader('X-Request-Id', id)
    response.on('finish', () => {
      const route = (response.locals['route'] as string | undefined) ?? 'other'
      const { statusCode: status } = response
      const ms = performance.now() - begun
      deps.log.info({ id, method: request.method, route, status, ms: Math.round(ms) })
      // How long a stream lasted is no time that anybody waited for an answer.
      if (!String(response.getHeader('Content-Type')).startsWith('text/event-stream'))
        metrics?.note({ method: methodOf(request), route, status, seconds: ms / 1000 })
    })
    next()
  }
}

/** Methods are anybody's to invent; a number for each would fill the memory. */
function methodOf({ method }: Request): string {
  return ['GET', 'HEAD', 'POST'].includes(method) ? method : 'other'
}

/**
 * A server that was given no address answers under every name of this machine, but forms and sign-in work under one
 * only: a newcomer who opens 127.0.0.1 is taken to localhost.
 */
function toOneName(deps: HttpDeps): RequestHandler {
  const { host } = new URL(deps.config.url)
  return (request, response, next) => {
    const isElsewhere =
      /^(127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '') && request.headers.host !== host
    if (request.method === 'GET' && isElsewhere) response.redirect(302, deps.config.origin + request.originalUrl)
    else next()
  }
}

async function readiness({ isReady }: ApplicationParts, response: Response): Promise<void> {
  const ready = await isReady()
  response.set('Cache-Control', 'no-store')
  response
    .status(ready ? 200 : 503)
    .type('text')
    .send(ready ? 'ready' : 'the database does not answer')
}

function countRequests(): { handler: RequestHandler; idle: (milliseconds: number) => Promise<void> } {
  let count = 0
  let whenIdle: (() => void) | undefined
  return {
    handler(_request, response, next) {
      count += 1
      response.once('close', () => {
        count -= 1
        if (count === 0) whenIdle?.()
      })
      next()
    },
    async idle(milliseconds) {
      if (count === 0) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        whenIdle = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
  }
}
