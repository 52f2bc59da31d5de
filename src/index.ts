import type { IncomingMessage, ServerResponse } from 'node:http'
import { compose } from './app.ts'
import { isBeingRestored } from './backup/index.ts'
import { ConfigError, readOptions, type CandorOptions, type Config } from './config/index.ts'

export { ConfigError, type CandorOptions, type CurrentUser, type HostUser } from './config/index.ts'

/** Takes a request, as a server of Node or an Express application hands it on. Needs no types of Express. */
export type Handler = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void

/** One instance of the product. Several may live in one process; they share nothing. */
export interface Candor {
  /** Listen with it, or mount it in an Express application, 4 or 5, under the path that `url` names. */
  readonly app: Handler
  /** Begins to run the jobs in this process, unless the option `jobs` is false. */
  start: () => void
  /** Waits for requests under way, ends the jobs and lets go of the database. The server itself is the host's to close. */
  close: () => Promise<void>
}

/**
 * Opens the database (or starts the embedded one), makes its indexes, and sets the product up.
 * Throws ConfigError with one sentence when an option can't be used, or when a live site has no legal texts; the driver's error when the database can't be reached.
 */
export async function createCandor(options: CandorOptions = {}): Promise<Candor> {
  return serveFrom(readOptions(options))
}

/** The same from settings that are checked already; the standalone processes read theirs from the environment. */
export async function serveFrom(config: Config): Promise<Candor> {
  const { app, start, close, privacy, database } = await compose(config)
  if (await isBeingRestored(database.connection)) {
    await close()
    throw new ConfigError('A restore of this database was begun and has not ended: run "candor restore" again.')
  }
  const missing = config.production ? await privacy.policies.missing() : []
  if (missing.length > 0) {
    await close()
    throw new ConfigError(
      `A live site needs its own legal texts, without blanks. Missing: ${missing.join(', ')}. Write drafts with "candor draft-policies <folder>", fill them in, and put them in force with "candor publish-policies <folder>".`,
    )
  }
  return {
    app,
    start() {
      if (config.jobs) start()
    },
    close,
  }
}
