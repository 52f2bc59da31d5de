import { createServer, type Server } from 'node:http'
import { ConfigError, readEnvironment, type ServerSettings } from './config/index.ts'
import { serveFrom, type Candor } from './index.ts'

/** The standalone web process: environment -> settings -> listen. */
async function main(): Promise<void> {
  const settings = readEnvironment()
  const candor = await serveFrom(settings.config)
  const server = createServer(candor.app)
  try {
    await listen(server, settings)
  } catch (error) {
    await candor.close()
    throw error
  }
  candor.start()
  endGracefully(server, candor)
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

/** Takes no new requests, finishes those under way, and ends with 0. A second signal ends at once. */
function endGracefully(server: Server, candor: Candor): void {
  const end = (): void => {
    server.close()
    server.closeIdleConnections()
    candor.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

/** One sentence for what the person who starts it can mend; the whole story for what they can't. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof Error)) return 'The start failed.'
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'PORT is taken by another program: set PORT to a free one.'
  if (code === 'EACCES') return 'PORT may not be opened by this user: set PORT to one above 1023.'
  if (code === 'EADDRNOTAVAIL') return 'HOST is no address of this machine.'
  if (error.name.startsWith('Mongo')) return `MONGODB_URI does not answer: ${error.message}`
  return error.stack ?? error.message
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exit(1)
})
