import assert from 'node:assert/strict'
import type { Document } from 'mongodb'
import { collectionOf } from './server.ts'
import { type Failure, failing, fails, isFailure, same, show } from './table.ts'

/** A filter that finds nothing, an update, and the document that is inserted (its `_id` only when the case gives one). */
type UpsertCase = [filter: Document, update: Document | Document[], inserted: Document | Failure]

const operators: UpsertCase[] = [
  [{ a: 1 }, { $set: { b: 2 } }, { a: 1, b: 2 }],
  [{ _id: 7 }, { $set: { b: 2 } }, { _id: 7, b: 2 }],
  [{ _id: 7, a: 1 }, { $inc: { n: 1 } }, { _id: 7, a: 1, n: 1 }],
  [{ a: { $eq: 1 } }, { $set: { b: 2 } }, { a: 1, b: 2 }],
  [{ a: { $gt: 1 } }, { $set: { b: 2 } }, { b: 2 }],
  [{ 'a.b': 1 }, { $set: { c: 2 } }, { a: { b: 1 }, c: 2 }],
  [{ 'a.b': 1, 'a.c': 2 }, { $set: { d: 3 } }, { a: { b: 1, c: 2 }, d: 3 }],
  [{ a: { b: 1 } }, { $set: { c: 2 } }, { a: { b: 1 }, c: 2 }],
  [{ $and: [{ a: 1 }, { b: 2 }] }, { $set: { c: 3 } }, { a: 1, b: 2, c: 3 }],
  [{ $or: [{ a: 1 }] }, { $set: { c: 3 } }, { a: 1, c: 3 }],
  [{ $or: [{ a: 1 }, { b: 1 }] }, { $set: { c: 3 } }, { c: 3 }],
  [{ a: { $in: [1] } }, { $set: { c: 3 } }, { a: 1, c: 3 }],
  [{ a: { $in: [1, 2] } }, { $set: { c: 3 } }, { c: 3 }],
  [{ a: { $all: [1] } }, { $set: { c: 3 } }, { a: 1, c: 3 }],
  [{ a: /x/ }, { $set: { c: 3 } }, { c: 3 }],
  [{ a: { $exists: false } }, { $set: { c: 3 } }, { c: 3 }],
  [{ a: 1 }, { $setOnInsert: { b: 2 }, $set: { c: 3 } }, { a: 1, b: 2, c: 3 }],
  [{ a: 1 }, { $setOnInsert: { _id: 5 } }, { _id: 5, a: 1 }],
  [{ a: 1 }, { $set: { a: 2 } }, { a: 2 }],
  [{ a: 1 }, { $unset: { a: 1 } }, {}],
  [{ a: 1 }, { $inc: { a: 1 } }, { a: 2 }],
  [{ a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
  [{ a: 1 }, { $push: { l: 1 }, $addToSet: { s: 1 }, $max: { m: 1 } }, { a: 1, l: [1], m: 1, s: [1] }],
  [{ a: null }, { $set: { b: 1 } }, { a: null, b: 1 }],
  [{ z: 1, y: 2 }, { $set: { x: 3 } }, { y: 2, z: 1, x: 3 }],
  [{ _id: 1 }, { $set: { _id: 2 } }, fails(66)],
  [{ a: 1, $and: [{ a: 2 }] }, { $set: { b: 1 } }, fails(54, /path 'a' is matched twice/)],
  [{ a: 1 }, { $set: { 'a.b': 1 } }, fails(28)],
  [{ a: 5 }, { $set: { 'b.$': 1 } }, fails(2)],
  [{ a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }], { a: 1, b: 2 }],
  [{ _id: 3 }, [{ $set: { b: 1 } }], { _id: 3, b: 1 }],
]

const replacements: UpsertCase[] = [
  [{ a: 1 }, { b: 2 }, { b: 2 }],
  [{ _id: 7, a: 1 }, { b: 2 }, { _id: 7, b: 2 }],
  [{ _id: { $eq: 7 } }, { b: 2 }, { _id: 7, b: 2 }],
  [{ a: 1 }, { _id: 9, b: 2 }, { _id: 9, b: 2 }],
  [{ _id: 7 }, { _id: 7, b: 2 }, { _id: 7, b: 2 }],
  [{ _id: 7 }, { _id: 8 }, fails(66)],
]

async function check([filter, update, inserted]: UpsertCase, kind: 'update' | 'replace'): Promise<void> {
  const collection = await collectionOf([])
  const operation: Promise<Document> =
    kind === 'update'
      ? collection.updateOne(filter, update, { upsert: true })
      : collection.replaceOne(filter, update, { upsert: true })
  if (isFailure(inserted)) return failing(operation, inserted)
  const { upsertedCount, upsertedId, matchedCount } = await operation
  const [document = {}] = await collection.find<Document>({}).toArray()
  const { _id, ...fields } = document
  assert.deepEqual([upsertedCount, matchedCount], [1, 0])
  same(upsertedId, _id)
  same('_id' in inserted ? document : fields, inserted)
}

describe('upserts', () => {
  for (const one of operators) {
    const [filter, update, inserted] = one
    it(`of ${show(filter)} with ${show(update)} insert ${show(inserted)}`, () =>
      check([filter, update, inserted], 'update'))
  }
  for (const one of replacements) {
    const [filter, replacement, inserted] = one
    it(`of ${show(filter)} replaced by ${show(replacement)} insert ${show(inserted)}`, () =>
      check([filter, replacement, inserted], 'replace'))
  }

  it('update the document that is found, and insert only once', async () => {
    const collection = await collectionOf([])
    for (let i = 0; i < 3; i++)
      await collection.updateOne({ k: 1 }, { $inc: { n: 1 }, $setOnInsert: { first: i } }, { upsert: true })
    const [document, ...others] = await collection.find().toArray()
    assert.equal(others.length, 0)
    assert.deepEqual([document?.['n'], document?.['first']], [3, 0])
  })

  it('give a new ObjectId when neither filter nor update has an _id', async () => {
    const collection = await collectionOf([])
    const { upsertedId } = await collection.updateOne({ a: 1 }, { $set: { b: 1 } }, { upsert: true })
    assert.equal((upsertedId as { _bsontype?: string } | null)?._bsontype, 'ObjectId')
  })
})
