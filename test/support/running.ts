import { createServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequestListener } from 'node:http'
import { compose, type Composition, type Surroundings } from '../../src/app.ts'
import { readOptions, type CandorOptions } from '../../src/config/index.ts'
import { createHost } from './host.ts'
import { freshDatabase } from './store.ts'

/** The product as it is reached: alone, or inside a host application under a path. */
export type Setting = 'standalone' | 'mounted in a host'

/** A running instance on a port of its own, with a database of its own. */
export interface Running extends Composition {
  /** Full address of the home page, without a slash at its end. */
  url: string
  mountPath: string
  stop(): Promise<void>
}

interface Options extends Surroundings {
  setting?: Setting
  options?: CandorOptions
}

/** Starts an instance. Demo sign-in is on, rate limits are far away, the log is silent unless told otherwise. */
export async function startApp({ setting = 'standalone', options = {}, ...around }: Options = {}): Promise<Running> {
  const server = createServer()
  const port = await listen(server)
  const mountPath = setting === 'standalone' ? '' : '/support'
  const dataFolder = mkdtempSync(join(tmpdir(), 'candor-data-'))
  const config = readOptions({
    url: `http://localhost:${port}${mountPath}`,
    mongodbUri: await freshDatabase(),
    dataFolder,
    logLevel: (process.env['TEST_LOG'] as 'silent' | undefined) ?? 'silent',
    ...options,
  })
  const composition = await compose(config, { rateLimitFactor: 1000, ...around })
  const { app } = composition
  server.on('request', (setting === 'standalone' ? app : createHost(app)) as RequestListener)
  return {
    ...composition,
    url: config.url,
    mountPath,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await composition.database.connection.db?.dropDatabase().catch(() => undefined)
      await composition.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Runs the same sentences about behaviour alone and inside a host. */
export function inEverySetting(about: string, sentences: (setting: Setting) => void): void {
  for (const setting of ['standalone', 'mounted in a host'] as const) {
    describe(`${about}, ${setting}`, () => sentences(setting))
  }
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
