import { createConnection, type Connection, type Model, type mongo } from 'mongoose'
import { Unavailable } from '../kernel/index.ts'
import { openStore } from './store.ts'

export interface Database {
  readonly connection: Connection
  /** Whether the database answers now. */
  isUp(): Promise<boolean>
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

/** Turns the driver's ways of saying «I can't reach the database» into Unavailable; other errors stay what they are. */
export function toUnavailable(error: unknown): unknown {
  return error instanceof Error && outageNames.has(error.name) ? new Unavailable(5, { cause: error }) : error
}

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
