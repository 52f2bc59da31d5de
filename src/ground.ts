import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keptSecret, type Config } from './config/index.ts'
import { openDatabase, type Database } from './database/index.ts'
import {
  createLive,
  createLog,
  createStamps,
  loadMessages,
  type Application,
  type Live,
  type Logger,
  type Messages,
  type Stamps,
} from './http/index.ts'
import { systemClock, type Clock } from './kernel/index.ts'

export interface Surroundings {
  clock?: Clock
  log?: Logger
  /** Multiplies every rate limit; tests of other things would run into them. */
  rateLimitFactor?: number
  /** Milliseconds between two looks for what open pages are to be told. */
  liveEvery?: number
  /** Milliseconds that a sign-in provider may take to answer. */
  patience?: number
}

/** The package's folder, that of views/, public/ and locales/. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** What every feature stands on. */
export interface Ground {
  config: Config
  clock: Clock
  log: Logger
  secret: string
  database: Database
  rateLimitFactor: number
  patience: number
  stamps: Stamps
  live: Live
  messages: Messages
  link: (path: string) => string
  fullAddress: (path: string) => string
}

/** Opens the database and makes what needs no feature. Rejects when the database can't be opened. */
export async function layGround(config: Config, around: Surroundings): Promise<Ground> {
  const clock = around.clock ?? systemClock
  const log = around.log ?? createLog(config.logLevel)
  const secret = config.sessionSecret ?? (await keptSecret(config.dataFolder))
  const messages = loadMessages(join(root, 'locales'))
  const database = await openDatabase(config)
  const { connection } = database
  return {
    config,
    clock,
    log,
    secret,
    database,
    rateLimitFactor: around.rateLimitFactor ?? 1,
    patience: around.patience ?? 10_000,
    stamps: createStamps(connection),
    live: createLive({
      connection,
      clock,
      most: { inAll: config.maxStreams, perAddress: config.maxStreamsPerAddress },
      lookEvery: around.liveEvery,
    }),
    messages,
    link: (path) => config.mountPath + path,
    fullAddress: (path) => config.url + path,
  }
}

const patienceAtEnd = 10_000

interface Parts {
  /** What works by itself, in the order in which it is to rest. */
  working: readonly { stop: () => Promise<void> }[]
  /** What keeps something that the process would not end with. */
  holding: readonly ({ close: () => void } | undefined)[]
  database: Pick<Database, 'close'>
}

/** Waits for requests under way, then for everything that works by itself, and lets go of the database. */
export async function closeAll(
  application: Pick<Application, 'idle'>,
  { working, holding, database }: Parts,
): Promise<void> {
  await application.idle(patienceAtEnd)
  for (const part of working) await part.stop()
  for (const part of holding) part?.close()
  await database.close()
}
