import assert from 'node:assert/strict'
import type { CreateIndexesOptions, Document, IndexSpecification } from 'mongodb'
import { collectionOf, database } from './server.ts'
import { type Failure, failing, fails, isFailure, same, show } from './table.ts'

/** Documents that are there, a unique index, a document to insert after it, and how that ends. */
type UniqueCase = [
  before: Document[],
  key: IndexSpecification,
  options: CreateIndexesOptions,
  inserted: Document,
  outcome: 'fits' | Failure,
]

const unique: UniqueCase[] = [
  [
    [{ _id: 1, a: 1 }],
    { a: 1 },
    {},
    { a: 1 },
    fails(11000, /E11000 duplicate key error collection: .* index: a_1 dup key: \{ a: 1 \}/),
  ],
  [[{ _id: 1, a: 1 }], { a: 1 }, {}, { a: 2 }, 'fits'],
  [[{ _id: 1, a: 1 }], { a: 1 }, {}, { a: '1' }, 'fits'],
  [[{ _id: 1, a: 1 }], { a: 1 }, {}, { a: 1.0 }, fails(11000)],
  [[{ _id: 1, a: 'x' }], { a: -1 }, {}, { a: 'x' }, fails(11000, /index: a_-1 dup key: \{ a: "x" \}/)],
  [[{ _id: 1 }], { a: 1 }, {}, { b: 1 }, fails(11000, /dup key: \{ a: null \}/)],
  [[{ _id: 1 }], { a: 1 }, {}, { a: null }, fails(11000)],
  [[{ _id: 1 }], { a: 1 }, { sparse: true }, { b: 1 }, 'fits'],
  [[{ _id: 1, a: null }], { a: 1 }, { sparse: true }, { a: null }, fails(11000)],
  [[{ _id: 1, a: [1, 2] }], { a: 1 }, {}, { a: 2 }, fails(11000)],
  [[{ _id: 1, a: [1, 2] }], { a: 1 }, {}, { a: [2, 3] }, fails(11000)],
  [[{ _id: 1, a: 5 }], { a: 1 }, {}, { a: [1, 1] }, 'fits'],
  [[{ _id: 1, a: [] }], { a: 1 }, {}, { a: [] }, fails(11000, /dup key: \{ a: undefined \}/)],
  [[{ _id: 1, a: [] }], { a: 1 }, {}, { a: null }, 'fits'],
  [[{ _id: 1, a: 1, b: 1 }], { a: 1, b: 1 }, {}, { a: 1, b: 2 }, 'fits'],
  [[{ _id: 1, a: 1, b: 1 }], { a: 1, b: 1 }, {}, { b: 1, a: 1 }, fails(11000, /dup key: \{ a: 1, b: 1 \}/)],
  [[{ _id: 1, a: { b: 1 } }], { 'a.b': 1 }, {}, { a: [{ b: 2 }, { b: 1 }] }, fails(11000)],
  [[{ _id: 1, a: 1, on: true }], { a: 1 }, { partialFilterExpression: { on: true } }, { a: 1 }, 'fits'],
  [[{ _id: 1, a: 1, on: true }], { a: 1 }, { partialFilterExpression: { on: true } }, { a: 1, on: true }, fails(11000)],
  [[{ _id: 1, a: { x: 1, y: 2 } }], { a: 1 }, {}, { a: { y: 2, x: 1 } }, 'fits'],
]

/** A filter that has to find the same with an index, whatever it is. */
const values: Document[] = [
  { _id: 1, v: 1, w: 'a' },
  { _id: 2, v: [1, 9], w: 'b' },
  { _id: 3, v: null, w: 'a' },
  { _id: 4, w: 'c' },
  { _id: 5, v: [], w: 'a' },
  { _id: 6, v: { x: 1 }, w: 'b' },
  {
    _id: 7,
    v: [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ],
  },
  { _id: 8, v: 'abc', w: ['a', 'z'] },
  { _id: 9, v: [[1, 2]] },
  { _id: 10, v: 5, w: null },
]
const keys: IndexSpecification[] = [{ v: 1 }, { v: -1 }, { w: 1, v: 1 }, { 'v.x': 1 }]
const filters: Document[] = [
  { v: 1 },
  { v: null },
  { v: { $ne: null } },
  { v: { $exists: false } },
  { v: [] },
  { v: [1, 2] },
  { v: [1, 9] },
  { v: { $gt: 5, $lt: 3 } },
  { v: { $gte: 1, $lte: 5 } },
  { v: { $in: [1, null, 'abc'] } },
  { v: { $nin: [1] } },
  { v: { $elemMatch: { $gt: 5 } } },
  { v: { $elemMatch: { x: 1, y: 4 } } },
  { v: { $elemMatch: { x: 3, y: 4 } } },
  { 'v.x': 1 },
  { 'v.x': null },
  { 'v.x': { $gt: 2 } },
  { 'v.0': 1 },
  { v: /^ab/ },
  { v: { $not: { $gt: 1 } } },
  { v: { $type: 'number' } },
  { v: { $size: 0 } },
  { v: { $all: [1, 9] } },
  { w: 'a', v: { $gt: 0 } },
  { w: { $in: ['a', 'b'] }, v: 1 },
  { w: 'a', v: null },
  { $or: [{ v: 1 }, { w: 'c' }] },
  { v: { x: 1 } },
  { v: { $gt: { x: 0 } } },
]

describe('indexes', () => {
  describe('unique', () => {
    for (const [before, key, options, inserted, outcome] of unique) {
      const result = isFailure(outcome) ? `fails with ${outcome.code}` : 'fits'
      it(`${show(key)} ${show(options)} over ${show(before)}: ${show(inserted)} ${result}`, async () => {
        const collection = await collectionOf(before)
        await collection.createIndex(key, { ...options, unique: true }, {})
        const operation = collection.insertOne({ ...inserted })
        if (isFailure(outcome)) return failing(operation, outcome)
        await operation
        assert.equal(await collection.countDocuments(), before.length + 1)
      })
    }

    it('carry the key’s pattern and value in their errors', async () => {
      const collection = await collectionOf([{ _id: 1, a: 1, b: 'x' }])
      await collection.createIndex({ a: 1, b: -1 }, { unique: true }, {})
      const error: unknown = await collection.insertOne({ a: 1, b: 'x' }).catch((reason: unknown) => reason)
      const { keyPattern, keyValue } = error as { keyPattern: unknown; keyValue: unknown }
      same(
        [keyPattern, keyValue],
        [
          { a: 1, b: -1 },
          { a: 1, b: 'x' },
        ],
      )
    })

    it('can’t be built over documents that are no different', async () => {
      const collection = await collectionOf([{ a: 1 }, { a: 1 }])
      await failing(collection.createIndex({ a: 1 }, { unique: true }, {}), fails(11000))
      assert.equal((await collection.indexes()).length, 1)
    })

    it('hold for updates and upserts, too', async () => {
      const collection = await collectionOf([
        { _id: 1, a: 1 },
        { _id: 2, a: 2 },
      ])
      await collection.createIndex({ a: 1 }, { unique: true }, {})
      await failing(collection.updateOne({ _id: 2 }, { $set: { a: 1 } }), fails(11000))
      await failing(collection.updateOne({ _id: 3 }, { $set: { a: 1 } }, { upsert: true }), fails(11000))
      await failing(collection.replaceOne({ _id: 2 }, { a: 1 }), fails(11000))
      same(await collection.find().toArray(), [
        { _id: 1, a: 1 },
        { _id: 2, a: 2 },
      ])
    })
  })

  describe('never change what is found', () => {
    for (const key of keys) {
      for (const filter of filters) {
        it(`${show(filter)} with ${show(key)}`, async () => {
          const collection = await collectionOf(values)
          const ids = async () =>
            (await collection.find(filter, { sort: { _id: 1 } }).toArray()).map((document): unknown => document._id)
          const without = await ids()
          await collection.createIndex(key, {}, {})
          same(await ids(), without)
          const hinted = await collection.find(filter, { hint: key as Document, sort: { _id: 1 } }).toArray()
          same(
            hinted.map((document): unknown => document._id),
            without,
          )
        })
      }
    }
  })

  it('are listed with their options', async () => {
    const collection = await collectionOf([{ _id: 1 }])
    await collection.createIndex({ a: 1, b: -1 }, { unique: true, sparse: true }, {})
    await collection.createIndex({ c: 1 }, { name: 'mine', expireAfterSeconds: 3600 }, {})
    same(await collection.indexes(), [
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1, b: -1 }, name: 'a_1_b_-1', unique: true, sparse: true },
      { v: 2, key: { c: 1 }, name: 'mine', expireAfterSeconds: 3600 },
    ])
  })

  it('fail as in MongoDB when they conflict or are wrong', async () => {
    const collection = await collectionOf([{ _id: 1 }])
    await collection.createIndex({ a: 1 }, {}, {})
    await collection.createIndex({ a: 1 }, {}, {})
    await failing(collection.createIndex({ a: 1 }, { unique: true }, {}), fails(86))
    await failing(collection.createIndex({ a: 1 }, { name: 'other' }, {}), fails(85))
    await failing(collection.createIndex({ b: 1 }, { name: 'a_1' }, {}), fails(86))
    await failing(collection.createIndex({ b: 0 }, {}, {}), fails(67))
    await failing(collection.createIndex({ b: 'nothing' } as never, {}, {}), fails(67))
    await failing(collection.dropIndex('nothing'), fails(27))
    await failing(collection.dropIndex('_id_'), fails(72))
    assert.equal((await collection.indexes()).length, 2)
  })

  it('can’t hold two arrays beside each other', async () => {
    const collection = await collectionOf([{ _id: 1 }])
    await collection.createIndex({ a: 1, b: 1 }, {}, {})
    await failing(collection.insertOne({ a: [1, 2], b: [3, 4] }), fails(171, /cannot index parallel arrays/))
  })

  it('have to exist to be hinted at', async () => {
    const collection = await collectionOf([{ _id: 1 }])
    await failing(
      collection.find({}, { hint: { x: 1 } }).toArray(),
      fails(2, /hint provided does not correspond to an existing index/),
    )
  })

  it('go with their collection', async () => {
    const db = await database()
    const collection = await collectionOf([{ _id: 1 }])
    await collection.createIndex({ a: 1 }, {}, {})
    await collection.drop()
    await db.createCollection(collection.collectionName)
    assert.equal((await collection.indexes()).length, 1)
  })
})
