import { mkdirSync, realpathSync } from 'node:fs'
import { uriOf } from './process/notice.ts'
import { Owner } from './process/owner.ts'

export interface EmbeddedOptions {
  /** The data folder; made when missing. One server serves it, whoever of several processes has started it. */
  folder: string
  /** The database in the connection string, "candor" when left out. */
  database?: string
  /** Listen on 127.0.0.1 with SCRAM-SHA-256 instead of on a socket in the folder. What is left out is chosen, and kept in the folder. */
  tcp?: { port?: number; user?: string; password?: string }
  /** Told when a server that died could not be started again; it is tried again until `close`. */
  onError?: (error: Error) => void
}

export interface EmbeddedMongodb {
  /** A connection string for any MongoDB driver. It stays the same when the server has to be started again. */
  uri: string
  /** Leaves the server; it stops when this was its last client. Close the drivers' connections first. */
  close(): Promise<void>
}

/** After the last connection has ended without a word, as after a crash of the application, the server waits this long. */
const stopAfterIdle = 1000

/**
 * Starts the server for a data folder in a process of its own, or finds the one that runs already, and starts it again if it dies.
 * Throws an Error that says why when the folder can't be used.
 */
export async function startEmbeddedMongodb(options: EmbeddedOptions): Promise<EmbeddedMongodb> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const folder = realpathSync(options.folder)
  const server = { folder, stopAfterIdle, ...(options.tcp ? { tcp: options.tcp } : {}) }
  const owner = new Owner(server, options.onError ?? (() => undefined))
  const listening = await owner.start()
  return { uri: uriOf(listening, options.database ?? 'candor'), close: () => owner.close() }
}
