import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequestListener } from 'node:http'
import type { Express } from 'express'
import { compose, type Composition } from '../../src/app.ts'
import { readOptions, type CandorOptions } from '../../src/config/index.ts'
import type { Surroundings } from '../../src/ground.ts'
import { createHost } from './host.ts'
import { freshDatabase } from './store.ts'

/** The product as it is reached: alone, or inside a host application under a path. */
export type Setting = 'standalone' | 'mounted in a host'

/** A running instance on a port of its own, with a database of its own unless it stands beside another one. */
export interface Running extends Composition {
  /** Full address of the home page, without a slash at its end. */
  url: string
  mountPath: string
  /** The address of the home page as it is reached here: plain http, whatever the settings say. */
  reachedAt: string
  stop(): Promise<void>
}

interface Options extends Surroundings {
  setting?: Setting
  /** Another host than the usual one, and the path below which it holds the product. */
  host?: { path: string; make: (guest: Express) => Express }
  /** Settings; a function gets the origin that the instance will have. */
  options?: CandorOptions | ((origin: string) => CandorOptions | Promise<CandorOptions>)
  /** Another instance whose database and secrets this one shares, as two processes of one installation do. */
  beside?: Running
}

/** Starts an instance. Demo sign-in is on, rate limits are far away, the log is silent unless told otherwise. */
export async function startApp(given: Options = {}): Promise<Running> {
  const server = createServer()
  try {
    return await startOn(server, given)
  } catch (error) {
    // A server left listening would keep the whole run from ending.
    server.close()
    throw error
  }
}

async function startOn(server: Server, given: Options): Promise<Running> {
  const { setting = 'standalone', host, options = {}, beside, ...around } = given
  const origin = `http://localhost:${await listen(server)}`
  const mountPath = host?.path ?? (setting === 'standalone' ? '' : '/support')
  const dataFolder = beside?.config.dataFolder ?? mkdtempSync(join(tmpdir(), 'candor-data-'))
  const config = readOptions({
    url: origin + mountPath,
    mongodbUri: beside?.config.mongodbUri ?? (await freshDatabase()),
    dataFolder,
    uploadsFolder: join(dataFolder, 'uploads'),
    logLevel: (process.env['TEST_LOG'] as 'silent' | undefined) ?? 'silent',
    ...(typeof options === 'function' ? await options(origin) : options),
  })
  const composition = await compose(config, { rateLimitFactor: 1000, ...around })
  const { app } = composition
  server.on('request', listenerOf(app, given))
  return {
    ...composition,
    url: config.url,
    mountPath,
    reachedAt: origin + mountPath,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (!beside) await composition.database.connection.db?.dropDatabase().catch(() => undefined)
      await composition.close()
      if (!beside) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

function listenerOf(app: Express, { setting = 'standalone', host }: Options): RequestListener {
  if (host) return host.make(app) as RequestListener
  return (setting === 'standalone' ? app : createHost({ guests: { '/support': app } })) as RequestListener
}

/** Runs the same sentences about behaviour alone and inside a host. */
export function inEverySetting(about: string, sentences: (setting: Setting) => void): void {
  for (const setting of ['standalone', 'mounted in a host'] as const) {
    describe(`${about}, ${setting}`, () => sentences(setting))
  }
}

/** Listens on a free port of this machine. */
export async function listen(server: Server | NetServer, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  return port
}
