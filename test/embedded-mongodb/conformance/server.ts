import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Collection, type Db, type Document, MongoClient } from 'mongodb'
import { startEmbeddedMongodb } from '../../../src/embedded-mongodb/index.ts'
import { endAfterTests } from '../../support/endings.ts'

/** The server that the table is checked against: a real one at `MONGODB_URI`, else the embedded one. */
interface Server {
  database: Db
}

let started: Promise<Server> | undefined
let collections = 0

/** A database of its own for this run, dropped at the end. */
export async function database(): Promise<Db> {
  started ??= start()
  return (await started).database
}

/** What the table stores: any fields, and an `_id` of any type. */
export interface Stored extends Document {
  _id?: string | number | boolean | object | null
}

/** A new collection with these documents in it. */
export async function collectionOf(documents: readonly Document[]): Promise<Collection<Stored>> {
  const collection = (await database()).collection<Stored>(`c${++collections}`)
  if (documents.length > 0) await collection.insertMany(documents.map((document) => ({ ...document })))
  return collection
}

/** The same server through a client that gives BSON's types as they are, for cases about types. */
export const exactTypes = { promoteValues: false, promoteLongs: false } as const

async function start(): Promise<Server> {
  const { uri, stop } = await address()
  const client = await MongoClient.connect(uri, { monitorCommands: false })
  const database = client.db(`conformance_${process.pid}`)
  endAfterTests(async () => {
    started = undefined
    await database.dropDatabase()
    await client.close()
    await stop()
  })
  return { database }
}

async function address(): Promise<{ uri: string; stop: () => Promise<void> }> {
  const uri = process.env['MONGODB_URI']
  if (uri) return { uri, stop: () => Promise.resolve() }
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  const server = await startEmbeddedMongodb({ folder })
  const stop = async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { uri: server.uri, stop }
}
