import assert from 'node:assert/strict'
import { type Document, MongoServerError } from 'mongodb'
import { collectionOf, database } from './server.ts'
import { failing, fails, same } from './table.ts'

/** A command that fails, MongoDB's code for it and the code's name. */
type CommandCase = [command: Document, code: number, codeName: string, message?: RegExp]

const commands: CommandCase[] = [
  [{ noSuchCommand: 1 }, 59, 'CommandNotFound', /no such command: 'noSuchCommand'/],
  [{ find: 5 }, 73, 'InvalidNamespace'],
  [{ find: '' }, 73, 'InvalidNamespace'],
  [{ find: 'a', filter: 5 }, 14, 'TypeMismatch'],
  [{ find: 'a', limit: -1 }, 51024, 'Location51024'],
  [{ find: 'a', skip: -1 }, 51024, 'Location51024'],
  [
    { find: 'a', nothing: 1 },
    40415,
    'Location40415',
    /BSON field 'FindCommandRequest?\.?.*nothing' is an unknown field|nothing/,
  ],
  [{ insert: 'a', documents: [{}], nothing: 1 }, 40415, 'Location40415', /nothing' is an unknown field/],
  [{ update: 'a', updates: [{ q: {}, u: {}, nothing: 1 }] }, 40415, 'Location40415', /nothing' is an unknown field/],
  [{ delete: 'a', deletes: [{ q: {}, limit: 1, nothing: 1 }] }, 40415, 'Location40415', /nothing' is an unknown field/],
  [{ count: 'a', querry: {} }, 40415, 'Location40415', /querry' is an unknown field/],
  [{ insert: 'a', documents: [] }, 16, 'InvalidLength'],
  [{ aggregate: 'a', pipeline: 5, cursor: {} }, 14, 'TypeMismatch'],
  [{ aggregate: 'a', pipeline: [] }, 9, 'FailedToParse', /'cursor' option is required/],
  [{ create: 'a.$b' }, 73, 'InvalidNamespace'],
  [{ getMore: { $numberLong: '1' }, collection: 'a' }, 14, 'TypeMismatch'],
  [{ dropIndexes: 'nothing-here', index: 'x' }, 26, 'NamespaceNotFound'],
  [{ collMod: 'nothing-here' }, 26, 'NamespaceNotFound'],
  [{ renameCollection: 'x.y', to: 'x.z' }, 13, 'Unauthorized'],
  [{ distinct: 'a', key: 5 }, 14, 'TypeMismatch'],
]

describe('errors', () => {
  for (const [command, code, codeName, message] of commands) {
    it(`${JSON.stringify(command)} fails with ${code} ${codeName}`, async () => {
      const error: unknown = await (await database()).command(command).catch((reason: unknown) => reason)
      assert.ok(error instanceof MongoServerError, String(error))
      assert.deepEqual([error.code, error.codeName], [code, codeName], error.message)
      if (message) assert.match(error.message, message)
    })
  }

  it('of a cursor that is gone is CursorNotFound', async () => {
    const collection = await collectionOf(Array.from({ length: 10 }, (_, i) => ({ _id: i })))
    const db = await database()
    const { cursor } = await db.command({ find: collection.collectionName, batchSize: 2 })
    const { id, firstBatch } = cursor as { id: { toString(): string }; firstBatch: Document[] }
    assert.equal(firstBatch.length, 2)
    const next = await db.command({ getMore: toLong(id), collection: collection.collectionName, batchSize: 3 })
    assert.equal((next['cursor'] as { nextBatch: Document[] }).nextBatch.length, 3)
    await db.command({ killCursors: collection.collectionName, cursors: [toLong(id)] })
    await failing(
      db.command({ getMore: toLong(id), collection: collection.collectionName }),
      fails(43, /cursor id \d+ not found/),
    )
  })

  it('of creating what is there already is NamespaceExists', async () => {
    const db = await database()
    const collection = await collectionOf([{ _id: 1 }])
    await failing(db.command({ create: collection.collectionName, collation: { locale: 'en' } }), fails(48))
  })

  it('leave nothing half done', async () => {
    const collection = await collectionOf([
      { _id: 1, a: 1 },
      { _id: 2, a: 'x' },
      { _id: 3, a: 3 },
    ])
    await failing(collection.updateMany({}, { $inc: { a: 1 } }), fails(14))
    same((await collection.findOne({ _id: 2 }))?.['a'], 'x')
  })

  it('of collections that are not there are none for reads', async () => {
    const db = await database()
    same(await db.collection('nothing-here').find().toArray(), [])
    same(await db.collection('nothing-here').countDocuments(), 0)
    same((await db.collection('nothing-here').deleteMany({})).deletedCount, 0)
    same((await db.collection('nothing-here').updateMany({}, { $set: { a: 1 } })).matchedCount, 0)
  })
})

function toLong(id: unknown): unknown {
  return typeof id === 'number' ? BigInt(id) : id
}
