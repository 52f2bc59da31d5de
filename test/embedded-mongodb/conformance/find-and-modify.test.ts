import assert from 'node:assert/strict'
import type { Document, FindOneAndUpdateOptions } from 'mongodb'
import { collectionOf, database } from './server.ts'
import { type Failure, failing, fails, isFailure, same, show } from './table.ts'

const documents: Document[] = [
  { _id: 1, v: 3, g: 'a' },
  { _id: 2, v: 1, g: 'a' },
  { _id: 3, v: 2, g: 'b' },
]

/** A filter, an update, options, and the document that is answered (null for none). */
type UpdateCase = [
  filter: Document,
  update: Document | Document[],
  options: FindOneAndUpdateOptions,
  answer: Document | null | Failure,
]

const updates: UpdateCase[] = [
  [{ _id: 1 }, { $inc: { v: 1 } }, {}, { _id: 1, v: 3, g: 'a' }],
  [{ _id: 1 }, { $inc: { v: 1 } }, { returnDocument: 'after' }, { _id: 1, v: 4, g: 'a' }],
  [{ g: 'a' }, { $set: { x: 1 } }, { sort: { v: 1 }, returnDocument: 'after' }, { _id: 2, v: 1, g: 'a', x: 1 }],
  [{ g: 'a' }, { $set: { x: 1 } }, { sort: { v: -1 }, projection: { v: 1 } }, { _id: 1, v: 3 }],
  [{ g: 'none' }, { $set: { x: 1 } }, {}, null],
  [{ g: 'none' }, { $set: { x: 1 } }, { upsert: true }, null],
  [{ _id: 9, g: 'c' }, { $set: { x: 1 } }, { upsert: true, returnDocument: 'after' }, { _id: 9, g: 'c', x: 1 }],
  [{ _id: 1 }, [{ $set: { v: { $multiply: ['$v', 10] } } }], { returnDocument: 'after' }, { _id: 1, v: 30, g: 'a' }],
  [{ _id: 1 }, { $set: { l: [1, 5] } }, { returnDocument: 'after', projection: { _id: 0, l: 1 } }, { l: [1, 5] }],
  [{ _id: 1 }, { $set: { 'v.x': 1 } }, {}, fails(28)],
  [{ _id: 1 }, { $set: { _id: 2 } }, {}, fails(66)],
  [{ $foo: 1 }, { $set: { a: 1 } }, {}, fails(2)],
]

describe('findAndModify', () => {
  for (const [filter, update, options, answer] of updates) {
    it(`of ${show(filter)} with ${show(update)} and ${show(options)} ${isFailure(answer) ? `fails with ${answer.code}` : `answers ${show(answer)}`}`, async () => {
      const collection = await collectionOf(documents)
      const operation = collection.findOneAndUpdate(filter, update, options)
      if (isFailure(answer)) return failing(operation, answer)
      same(await operation, answer)
    })
  }

  it('replaces and removes', async () => {
    const collection = await collectionOf(documents)
    same(await collection.findOneAndReplace({ _id: 1 }, { n: 1 }, { returnDocument: 'after' }), { _id: 1, n: 1 })
    same(await collection.findOneAndDelete({}, { sort: { _id: -1 } }), { _id: 3, v: 2, g: 'b' })
    same(await collection.findOneAndDelete({ none: 1 }), null)
    same(await collection.find().toArray(), [
      { _id: 1, n: 1 },
      { _id: 2, v: 1, g: 'a' },
    ])
  })

  it('says what it did', async () => {
    const collection = await collectionOf(documents)
    const command = {
      findAndModify: collection.collectionName,
      query: { _id: 7 },
      update: { $set: { a: 1 } },
      upsert: true,
    }
    const { lastErrorObject, value } = await (await database()).command(command)
    same([lastErrorObject, value], [{ n: 1, updatedExisting: false, upserted: 7 }, null])
  })

  it('updates array elements by position and by filters', async () => {
    const collection = await collectionOf([{ _id: 1, l: [1, 2, 3] }])
    same(await collection.findOneAndUpdate({ l: 2 }, { $set: { 'l.$': 9 } }, { returnDocument: 'after' }), {
      _id: 1,
      l: [1, 9, 3],
    })
    const options: FindOneAndUpdateOptions = { arrayFilters: [{ x: { $lt: 5 } }], returnDocument: 'after' }
    same(await collection.findOneAndUpdate({}, { $set: { 'l.$[x]': 0 } }, options), { _id: 1, l: [0, 9, 0] })
  })

  it('can’t both remove and update', async () => {
    const db = await database()
    await failing(db.command({ findAndModify: 'x', query: {}, remove: true, update: { $set: { a: 1 } } }), fails(9))
    await failing(db.command({ findAndModify: 'x', query: {} }), fails(9))
  })
})

describe('distinct', () => {
  const cases: [Document[], string, Document, unknown[]][] = [
    [documents, 'g', {}, ['a', 'b']],
    [documents, 'v', { g: 'a' }, [1, 3]],
    [documents, 'missing', {}, []],
    [[{ v: [1, 2] }, { v: 2 }, { v: [[3]] }], 'v', {}, [1, 2, [3]]],
    [[{ v: { a: 1 } }, { v: [{ a: 2 }, { a: 1 }] }], 'v.a', {}, [1, 2]],
    [[{ v: null }, {}, { v: 1 }], 'v', {}, [null, 1]],
    [[{ v: 1 }, { v: '1' }, { v: true }], 'v', {}, [1, '1', true]],
    [[{ v: [5, 6] }], 'v.0', {}, [5]],
  ]
  for (const [before, path, filter, expected] of cases) {
    it(`of ${path} where ${show(filter)} in ${show(before)} is ${show(expected)}`, async () => {
      const collection = await collectionOf(before)
      const order = (values: unknown[]) => values.map(show).sort()
      same(order(await collection.distinct(path, filter)), order(expected))
    })
  }
})

describe('counts', () => {
  const cases: [Document, { skip?: number; limit?: number }, number][] = [
    [{}, {}, 3],
    [{ g: 'a' }, {}, 2],
    [{ v: { $gt: 1 } }, {}, 2],
    [{}, { limit: 2 }, 2],
    [{}, { skip: 2 }, 1],
    [{ none: 1 }, {}, 0],
  ]
  for (const [filter, options, expected] of cases) {
    it(`of ${show(filter)} with ${show(options)} is ${expected}`, async () => {
      const collection = await collectionOf(documents)
      assert.equal(await collection.countDocuments(filter, options), expected)
      const { n } = await (await database()).command({ count: collection.collectionName, query: filter, ...options })
      assert.equal(n, expected)
    })
  }

  it('are estimated from what the collection knows', async () => {
    assert.equal(await (await collectionOf(documents)).estimatedDocumentCount(), 3)
  })
})
