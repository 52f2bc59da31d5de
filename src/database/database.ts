import { createConnection, type Connection, type Model, type mongo } from 'mongoose'
import { Unavailable } from '../kernel/index.ts'
import { openStore } from './store.ts'

export interface Database {
  readonly connection: Connection
  /** Whether the database answers now. */
  isUp(): Promise<boolean>
  /** What it says it is, such as 7.0.5; undefined where it doesn't answer. */
  version(): Promise<string | undefined>
  /** Milliseconds until it answered just now; undefined where it doesn't. */
  ping(): Promise<number | undefined>
  close(): Promise<void>
}

/** How long a request waits for a database that doesn't answer before it is told so, in milliseconds. */
const patience = 3000

/**
 * Opens the one connection of this instance: to the given address, or to the embedded store in the data folder.
 * Nothing else in the product knows which.
 */
export async function openDatabase(options: {
  mongodbUri?: string | undefined
  dataFolder: string
}): Promise<Database> {
  const store = await openStore(options)
  const connection = createConnection(store.uri, {
    // A buffered operation would wait for ever and hide an outage; a refused one becomes a 503 page at once.
    bufferCommands: false,
    // Indexes are made by ensureIndexes, so that a start can wait for them and fail loudly.
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: patience,
    connectTimeoutMS: patience,
  })
  // An outage is told to the request that meets it; without a listener it would end the process.
  connection.on('error', () => undefined)
  try {
    await connection.asPromise()
  } catch (cause) {
    await connection.close(true)
    await store.close()
    throw cause
  }
  return {
    connection,
    isUp: () => answers(connection),
    version: () => versionOf(connection),
    async ping() {
      const begun = performance.now()
      return (await answers(connection)) ? performance.now() - begun : undefined
    },
    async close() {
      await connection.close()
      await store.close()
    },
  }
}

/** Makes the indexes that the models declare, all of a collection in one command. A build of new ones on existing things takes its time. */
export async function ensureIndexes(connection: Connection): Promise<void> {
  await Promise.all(
    Object.values(connection.models as Record<string, Model<unknown>>).map(async (model) => {
      const indexes = model.schema.indexes().map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription)
      if (indexes.length > 0) await model.collection.createIndexes(indexes)
      else await model.createCollection()
    }),
  )
}

/**
 * Turns the driver's ways of saying «I can't reach the database», and the database's of saying that it can't write now,
 * into Unavailable; other errors stay what they are.
 */
export function toUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const cannot = outageNames.has(error.name) || ('code' in error && outageCodes.has(error.code))
  return cannot ? new Unavailable(5, { cause: error }) : error
}

/**
 * MongoDB's codes for a server that goes away or changes its part (PrimarySteppedDown 189, NotWritablePrimary 10107,
 * InterruptedAtShutdown 11600, InterruptedDueToReplStateChange 11602, ShutdownInProgress 91, NotPrimaryNoSecondaryOk 13435,
 * NotPrimaryOrSecondary 13436), and for a full disk (OutOfDiskSpace 14031); the system's, for a socket that breaks while
 * the driver (7.8) writes to it: it hands those on as they are.
 */
const outageCodes = new Set<unknown>([
  ...[91, 189, 10_107, 11_600, 11_602, 13_435, 13_436, 14_031],
  ...['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ENOTCONN', 'ETIMEDOUT'],
])

const outageNames = new Set([
  'MongoServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongooseServerSelectionError',
  'PoolClearedOnNetworkError',
])

async function versionOf(connection: Connection): Promise<string | undefined> {
  if (!(await answers(connection))) return undefined
  const { version } = (await connection.db?.admin().buildInfo()) ?? {}
  return typeof version === 'string' ? version : undefined
}

async function answers(connection: Connection): Promise<boolean> {
  // The driver has no deadline for a command, and one that is written as its socket breaks is never answered.
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), patience)))
  const ping = connection.db?.admin().ping()
  try {
    return await Promise.race([late, ping ? ping.then(() => true) : false])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
