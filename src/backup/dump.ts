import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { mongo, type Connection } from 'mongoose'
import { fileName, fleeting } from './format.ts'

/**
 * Writes every collection as `mongodump` does, so that `mongorestore` reads it as well: `<to>/<collection>.bson`, which
 * holds the documents one after the other, and `<collection>.metadata.json`. What lives for hours at most is left out:
 * a session that was ended is not to begin again. `session`: reads all of it as it was at one moment.
 * Gives the number of documents of each collection.
 */
export async function dump(
  connection: Connection,
  { to, session }: { to: string; session?: mongo.ClientSession | undefined },
): Promise<Record<string, number>> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  const counts: Record<string, number> = {}
  const db = connection.getClient().db(connection.name)
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (name.startsWith('system.') || fleeting.has(name)) continue
    const collection = db.collection(name)
    const base = join(to, fileName(name))
    await writeFile(`${base}.metadata.json`, await metadataOf(collection), { mode: 0o600 })
    counts[name] = await dumpDocuments(collection, { file: `${base}.bson`, session })
  }
  return counts
}

async function metadataOf(collection: mongo.Collection): Promise<string> {
  const indexes = await collection.listIndexes().toArray()
  const metadata = { options: {}, indexes, collectionName: collection.collectionName, type: 'collection' }
  return mongo.BSON.EJSON.stringify(metadata, { relaxed: false })
}

async function dumpDocuments(
  collection: mongo.Collection,
  { file, session }: { file: string; session: mongo.ClientSession | undefined },
): Promise<number> {
  const out = createWriteStream(file, { mode: 0o600 })
  // Raw, as they are stored: types that JavaScript has no numbers for stay what they are.
  const documents = collection.find({}, { raw: true, batchSize: 1000, ...(session ? { session } : {}) })
  let count = 0
  for await (const document of documents) {
    count += 1
    if (!out.write(document)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return count
}
