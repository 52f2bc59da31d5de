import { EJSON } from 'bson'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { decode, encode, isDocument, type Document } from '../semantics/index.ts'
import type { Session } from './session.ts'

/**
 * Writes every collection as `mongodump` does, so that `mongorestore` reads it: `<to>/<database>/<collection>.bson`, which holds the
 * documents one after the other, and `<collection>.metadata.json`, which holds options and indexes. Gives the numbers of documents.
 */
export async function dump(session: Session, to: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const { databases } = await session.command('admin', { listDatabases: 1, nameOnly: true })
  for (const { name } of databases as { name: string }[]) {
    await mkdir(join(to, name), { recursive: true })
    for await (const collection of session.documents(name, { listCollections: 1 })) {
      const ns = `${name}.${String(collection['name'])}`
      counts.set(ns, await dumpCollection(session, { db: name, to, collection }))
    }
  }
  return counts
}

async function dumpCollection(session: Session, of: { db: string; to: string; collection: Document }): Promise<number> {
  const { db, collection } = of
  const name = collection['name'] as string
  const indexes: Document[] = []
  for await (const index of session.documents(db, { listIndexes: name })) indexes.push(index)
  const metadata = { options: collection['options'], indexes, collectionName: name, type: 'collection' }
  const base = join(of.to, db, fileName(name))
  await writeFile(`${base}.metadata.json`, EJSON.stringify(metadata, { relaxed: false }))
  const file = createWriteStream(`${base}.bson`)
  let count = 0
  for await (const document of session.documents(db, { find: name, batchSize: 1000, noCursorTimeout: true })) {
    count++
    if (!file.write(encode(document))) await once(file, 'drain')
  }
  file.end()
  await finished(file)
  return count
}

/** Reads what `dump` or `mongodump` wrote. Collections that exist get the documents added; one whose `_id` is there is an error. */
export async function restore(session: Session, from: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const db of await readdir(from)) {
    for (const file of (await readdir(join(from, db))).filter((name) => name.endsWith('.bson'))) {
      const name = decodeURIComponent(file.slice(0, -'.bson'.length))
      if (name.startsWith('system.')) continue
      counts.set(
        `${db}.${name}`,
        await restoreCollection(session, { db, name, base: join(from, db, file.slice(0, -'.bson'.length)) }),
      )
    }
  }
  return counts
}

async function restoreCollection(session: Session, of: { db: string; name: string; base: string }): Promise<number> {
  const { db, name } = of
  const metadata = await readMetadata(`${of.base}.metadata.json`)
  await session.command(db, { create: name, ...metadata.options }).catch((error: unknown) => {
    if (!(error instanceof Error) || !error.message.includes('already exists')) throw error
  })
  let count = 0
  let batch: Document[] = []
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    const { writeErrors } = await session.command(db, { insert: name, documents: batch })
    if (Array.isArray(writeErrors)) throw new Error(`${db}.${name}: ${String((writeErrors[0] as Document)['errmsg'])}`)
    count += batch.length
    batch = []
  }
  let bytes = 0
  for await (const document of documentsIn(`${of.base}.bson`)) {
    batch.push(decode(document))
    bytes += document.length
    if (batch.length < 1000 && bytes < 8_000_000) continue
    await flush()
    bytes = 0
  }
  await flush()
  const indexes = metadata.indexes.filter((index) => index['name'] !== '_id_')
  if (indexes.length > 0) await session.command(db, { createIndexes: name, indexes })
  return count
}

async function readMetadata(path: string): Promise<{ options: Document; indexes: Document[] }> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const parsed = decode(encode(EJSON.parse(text) as Document))
  const { options, indexes } = parsed
  return { options: isDocument(options) ? options : {}, indexes: Array.isArray(indexes) ? (indexes as Document[]) : [] }
}

/** The BSON documents of a file, one after the other. */
async function* documentsIn(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = Buffer.concat([rest, chunk as Buffer])
    for (let length = lengthAt(rest); length > 0 && rest.length >= length; length = lengthAt(rest)) {
      yield rest.subarray(0, length)
      rest = rest.subarray(length)
    }
  }
  if (rest.length > 0) throw new Error(`${path} ends within a document`)
}

function lengthAt(bytes: Buffer): number {
  return bytes.length < 4 ? 0 : bytes.readInt32LE(0)
}

/** As mongodump escapes what a file's name can't hold. */
function fileName(collection: string): string {
  return collection.replaceAll('%', '%25').replaceAll('/', '%2F')
}
