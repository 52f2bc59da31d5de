import { mongo, type Connection } from 'mongoose'
import type { FileStore, KeyOf, StoredFile } from './file-store.ts'

type FileId = mongo.GridFSFile['_id']

interface Chunk {
  _id: mongo.ObjectId
  files_id: string
  n: number
  data: mongo.Binary
}

/** Of 255 KB each. */
const chunksAtOnce = 2

/** A bucket of GridFS: collections `<bucketName>.files` and `<bucketName>.chunks`. */
export interface Bucket {
  bucketName: string
  keyOf: KeyOf
}

/** Keeps files in the database, in a bucket of GridFS. A file's id is its name. */
export function createGridFsStore(connection: Connection, { bucketName, keyOf }: Bucket): FileStore {
  const bucket = (): mongo.GridFSBucket => new mongo.GridFSBucket(dbOf(connection), { bucketName })
  // GridFS takes any id, though the driver's types know object ids only.
  const idOf = (name: string): FileId => name as unknown as FileId
  const remove = async (name: string): Promise<void> => {
    const db = dbOf(connection)
    await db.collection<{ _id: string }>(`${bucketName}.files`).deleteOne({ _id: name })
    await db.collection<Chunk>(`${bucketName}.chunks`).deleteMany({ files_id: name })
  }
  // The row of a file is written after all of its chunks.
  const findWhole = (name: string): Promise<mongo.GridFSFile | null> =>
    bucket()
      .find({ _id: idOf(name) })
      .limit(1)
      .next()
  return {
    kind: 'gridfs',
    remove,
    async put(name, bytes) {
      if (await findWhole(name)) return
      // Chunks of a write that was cut off stand in the way of the new ones.
      await remove(name)
      await new Promise<void>((resolve, reject) => {
        const stream = bucket().openUploadStreamWithId(idOf(name), name)
        stream.once('finish', resolve).once('error', reject)
        stream.end(bytes)
      })
    },
    async get(name) {
      if (!(await findWhole(name))) return undefined
      const chunks: Buffer[] = []
      for await (const chunk of bucket().openDownloadStream(idOf(name))) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    },
    read: async (name) => ((await findWhole(name)) ? piecesOf(dbOf(connection), { bucketName, name }) : undefined),
    list: () => list(dbOf(connection), { bucketName, keyOf }),
  }
}

/** The driver's own stream takes all the chunks that go into an answer of the server, which are 16 MB. */
async function* piecesOf(
  db: mongo.Db,
  { bucketName, name }: { bucketName: string; name: string },
): AsyncGenerator<Uint8Array> {
  const chunks = db.collection<Chunk>(`${bucketName}.chunks`)
  for await (const { data } of chunks.find({ files_id: name }).sort({ n: 1 }).batchSize(chunksAtOnce)) yield data.buffer
}

/** Files first, then chunks that no file owns: the driver writes a file's row after its chunks. */
async function* list(db: mongo.Db, { bucketName, keyOf }: Bucket): AsyncIterable<StoredFile> {
  const files = db.collection<{ _id: string; uploadDate: Date }>(`${bucketName}.files`)
  for await (const { _id: name, uploadDate } of files.find({}, { projection: { uploadDate: 1 } })) {
    const key = keyOf(name)
    yield { name, writtenAt: uploadDate, ...(key === undefined ? {} : { key }) }
  }
  const chunks = db.collection<Chunk>(`${bucketName}.chunks`).find({}, { projection: { files_id: 1 } })
  for await (const { _id, files_id: name } of chunks) {
    const isOwned = (await files.countDocuments({ _id: name }, { limit: 1 })) > 0
    if (!isOwned) yield { name, writtenAt: _id.getTimestamp() }
  }
}

function dbOf(connection: Connection): mongo.Db {
  if (!connection.db) throw new mongo.MongoNotConnectedError('not connected')
  return connection.db
}
