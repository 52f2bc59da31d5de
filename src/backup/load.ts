import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { mongo, type Connection } from 'mongoose'
import { marker } from './marker.ts'

const most = { documents: 1000, bytes: 8_000_000 }

/**
 * Puts what `dump` or `mongodump` wrote in the place of everything that is in the database. Indexes are made by the next
 * start. Gives the number of documents. Throws an Error that names a file which ends within a document.
 */
export async function load(connection: Connection, from: string): Promise<number> {
  const db = connection.getClient().db(connection.name)
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (name !== marker && !name.startsWith('system.')) await db.dropCollection(name)
  }
  let count = 0
  for (const file of (await readdir(from)).filter((name) => name.endsWith('.bson'))) {
    const name = decodeURIComponent(file.slice(0, -'.bson'.length))
    if (!name.startsWith('system.')) count += await loadDocuments(db.collection(name), join(from, file))
  }
  return count
}

async function loadDocuments(collection: mongo.Collection, file: string): Promise<number> {
  let count = 0
  let bytes = 0
  let batch: mongo.Document[] = []
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await collection.insertMany(batch, { ordered: false })
    count += batch.length
    batch = []
    bytes = 0
  }
  for await (const document of documentsIn(file)) {
    batch.push(mongo.BSON.deserialize(document, { promoteValues: false, bsonRegExp: true }))
    bytes += document.length
    if (batch.length >= most.documents || bytes >= most.bytes) await flush()
  }
  await flush()
  return count
}

/** The BSON documents of a file, one after the other. */
async function* documentsIn(path: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = Buffer.concat([rest, chunk as Buffer])
    for (let length = lengthAt(rest); length > 0 && rest.length >= length; length = lengthAt(rest)) {
      yield rest.subarray(0, length)
      rest = rest.subarray(length)
    }
  }
  if (rest.length > 0) throw new Error(`${path} ends within a document.`)
}

function lengthAt(bytes: Buffer): number {
  return bytes.length < 4 ? 0 : bytes.readInt32LE(0)
}
