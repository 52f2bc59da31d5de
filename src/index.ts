import type { Express } from 'express'
import { compose } from './app.ts'
import { readOptions, type CandorOptions, type Config } from './config/index.ts'

export { ConfigError, type CandorOptions } from './config/index.ts'

/** One instance of the product. Several may live in one process; they share nothing. */
export interface Candor {
  /** An Express application: listen with it, or mount it in a host under the path that `url` names. */
  readonly app: Express
  /** Begins to run the jobs in this process, unless the option `jobs` is false. */
  start: () => void
  /** Waits for requests under way, ends the jobs and lets go of the database. The server itself is the host's to close. */
  close: () => Promise<void>
}

/**
 * Opens the database (or starts the embedded one), makes its indexes, and sets the product up.
 * Throws ConfigError with one sentence when an option can't be used; the driver's error when the database can't be reached.
 */
export async function createCandor(options: CandorOptions = {}): Promise<Candor> {
  return serveFrom(readOptions(options))
}

/** The same from settings that are checked already; the standalone processes read theirs from the environment. */
export async function serveFrom(config: Config): Promise<Candor> {
  const { app, start, close } = await compose(config)
  return {
    app,
    start() {
      if (config.jobs) start()
    },
    close,
  }
}
