import { createServer, type RequestListener, type Server } from 'node:http'
import { readEnvironment, type ServerLimits, type ServerSettings } from './config/index.ts'
import { explain } from './explain.ts'
import { boundConnections } from './http/index.ts'
import { serveFrom, type Candor } from './index.ts'

/** The standalone web process: environment -> settings -> listen. */
async function main(): Promise<void> {
  const settings = readEnvironment()
  const candor = await serveFrom(settings.config)
  const leaving = { isLeaving: false }
  const server = createServer(timesOf(settings.limits), listenerOf(candor, leaving))
  boundConnections(server, settings.limits.maxConnections)
  try {
    await listen(server, settings)
  } catch (error) {
    await candor.close()
    throw error
  }
  candor.start()
  endGracefully(server, candor, () => {
    leaving.isLeaving = true
    return settings.limits.drainSeconds * 1000
  })
  console.log(`Candor is at ${settings.config.url}`)
  if (settings.config.demo)
    console.log('Sign-in is a demo: everybody can be anybody. Set OIDC_PROVIDERS for real accounts.')
}

function listen(server: Server, { host, port }: ServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

function timesOf({ headerSeconds, bodySeconds, keepAliveSeconds }: ServerLimits): object {
  return {
    headersTimeout: headerSeconds * 1000,
    requestTimeout: bodySeconds * 1000,
    keepAliveTimeout: keepAliveSeconds * 1000,
    connectionsCheckingInterval: 5_000,
  }
}

/** The product; from the word to stop on, who asks whether we are ready hears no, and no connection is kept for more. */
function listenerOf({ app }: Candor, leaving: { readonly isLeaving: boolean }): RequestListener {
  return (request, response) => {
    if (leaving.isLeaving) response.setHeader('Connection', 'close')
    if (leaving.isLeaving && request.url === '/readyz') response.writeHead(503).end('leaving')
    else app(request, response)
  }
}

/**
 * SIGTERM: says that we leave, goes on for as long as proxies take to see it, then takes no new requests, finishes those
 * under way, and ends with 0. SIGINT, which is somebody at a keyboard, does so at once. A second signal ends on the spot.
 */
function endGracefully(server: Server, candor: Candor, leave: () => number): void {
  let isEnding = false
  const end = (drain: number): void => {
    if (isEnding) process.exit(1)
    isEnding = true
    setTimeout(() => {
      server.close()
      server.closeIdleConnections()
      candor.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    }, drain)
  }
  process.on('SIGTERM', () => end(leave()))
  process.on('SIGINT', () => {
    leave()
    end(0)
  })
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exit(1)
})
