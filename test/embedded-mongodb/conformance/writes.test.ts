import assert from 'node:assert/strict'
import { type AnyBulkWriteOperation, type Document, MongoBulkWriteError } from 'mongodb'
import { type Stored, collectionOf } from './server.ts'
import { failing, fails, same } from './table.ts'

async function bulkError(operation: Promise<unknown>): Promise<MongoBulkWriteError> {
  const error: unknown = await operation.catch((reason: unknown) => reason)
  assert.ok(error instanceof MongoBulkWriteError, String(error))
  return error
}

function errorsOf(error: MongoBulkWriteError): unknown[] {
  const { writeErrors } = error
  const list = Array.isArray(writeErrors) ? writeErrors : [writeErrors]
  return list.map(({ index, code }): unknown => [index, code])
}

const mixed: AnyBulkWriteOperation<Stored>[] = [
  { insertOne: { document: { _id: 1, a: 1 } } },
  { updateOne: { filter: { _id: 1 }, update: { $inc: { a: 1 } } } },
  { updateMany: { filter: {}, update: { $set: { m: true } } } },
  { replaceOne: { filter: { _id: 2 }, replacement: { r: 1 }, upsert: true } },
  { deleteOne: { filter: { _id: 9 } } },
]

describe('inserts', () => {
  it('keep the order of insertion and of fields, with _id first', async () => {
    const collection = await collectionOf([])
    await collection.insertMany([
      { b: 1, a: 2, _id: 2 },
      { _id: 1, z: 1, c: 3 },
    ])
    same(await collection.find().toArray(), [
      { _id: 2, b: 1, a: 2 },
      { _id: 1, z: 1, c: 3 },
    ])
  })

  it('stop at the first error when ordered', async () => {
    const collection = await collectionOf([{ _id: 2 }])
    const error = await bulkError(collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]))
    same(errorsOf(error), [[1, 11000]])
    assert.equal(error.result.insertedCount, 1)
    assert.deepEqual(await collection.distinct('_id'), [1, 2])
  })

  it('go on after errors when unordered', async () => {
    const collection = await collectionOf([{ _id: 2 }])
    const error = await bulkError(
      collection.insertMany([{ _id: 2 }, { _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false }),
    )
    same(errorsOf(error), [
      [0, 11000],
      [2, 11000],
    ])
    assert.equal(error.result.insertedCount, 2)
    assert.deepEqual(await collection.distinct('_id'), [1, 2, 3])
  })

  for (const [document, code] of [
    [{ _id: [1] }, 53],
    [{ _id: /x/ }, 53],
    [{ _id: { $a: 1 } }, 52],
  ] as const) {
    it(`refuse an _id that is no good with ${code}: ${JSON.stringify(document)}`, async () => {
      const collection = await collectionOf([])
      await failing(collection.insertOne(document), fails(code))
    })
  }

  it('take any other _id, and tell documents apart by it', async () => {
    const collection = await collectionOf([])
    await collection.insertMany([{ _id: null }, { _id: { a: 1 } }, { _id: '1' }, { _id: 1 }, { _id: true }])
    await failing(collection.insertOne({ _id: 1.0 }), fails(11000, /index: _id_ dup key: \{ _id: 1/))
    await failing(collection.insertOne({ _id: { a: 1 } }), fails(11000))
    assert.equal(await collection.countDocuments({ _id: { a: 1 } }), 1)
  })

  it('refuse documents above 16 MB', async () => {
    const collection = await collectionOf([])
    await collection.insertOne({ _id: 1, a: 'x'.repeat(15e6) })
    await failing(
      collection.updateOne({ _id: 1 }, { $set: { c: 'z'.repeat(4e6) } }),
      fails(17419, /Resulting document after update is larger than 16777216/),
    )
  })
})

describe('bulk writes', () => {
  it('do what they are told in order', async () => {
    const collection = await collectionOf([])
    const result = await collection.bulkWrite(mixed)
    same(
      [result.insertedCount, result.matchedCount, result.modifiedCount, result.upsertedCount, result.deletedCount],
      [1, 2, 2, 1, 0],
    )
    same(result.upsertedIds, { 3: 2 })
    same(await collection.find().toArray(), [
      { _id: 1, a: 2, m: true },
      { _id: 2, r: 1 },
    ])
  })

  it('stop at the first error when ordered and go on when not', async () => {
    const operations: AnyBulkWriteOperation<Stored>[] = [
      { insertOne: { document: { _id: 1 } } },
      { insertOne: { document: { _id: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { 'a.b.c': 1 } } } },
      { insertOne: { document: { _id: 2 } } },
    ]
    const ordered = await collectionOf([])
    const error = await bulkError(ordered.bulkWrite(operations))
    same(errorsOf(error), [[1, 11000]])
    assert.equal(await ordered.countDocuments(), 1)
    const unordered = await collectionOf([])
    same(errorsOf(await bulkError(unordered.bulkWrite(operations, { ordered: false }))), [[1, 11000]])
    same(await unordered.find().sort({ _id: 1 }).toArray(), [{ _id: 1, a: { b: { c: 1 } } }, { _id: 2 }])
  })
})

describe('deletions', () => {
  it('delete one or all that match', async () => {
    const collection = await collectionOf([1, 2, 3, 4].map((n) => ({ _id: n, odd: n % 2 === 1 })))
    assert.equal((await collection.deleteOne({ odd: true })).deletedCount, 1)
    assert.equal((await collection.deleteMany({ odd: false })).deletedCount, 2)
    assert.equal((await collection.deleteMany({ none: 1 })).deletedCount, 0)
    same(await collection.find().toArray(), [{ _id: 3, odd: true }])
  })
})

describe('replacements', () => {
  const cases: [Document, Document | number][] = [
    [{ b: 1 }, { _id: 1, b: 1 }],
    [
      { _id: 1, b: 1 },
      { _id: 1, b: 1 },
    ],
    [{}, { _id: 1 }],
    [{ _id: 2, b: 1 }, 66],
  ]
  for (const [replacement, result] of cases) {
    it(`with ${JSON.stringify(replacement)} ${typeof result === 'number' ? `fail with ${result}` : `leave ${JSON.stringify(result)}`}`, async () => {
      const collection = await collectionOf([{ _id: 1, a: 1 }])
      const operation = collection.replaceOne({ a: 1 }, replacement)
      if (typeof result === 'number') return failing(operation, fails(result))
      await operation
      same(await collection.find().toArray(), [result])
    })
  }
})
