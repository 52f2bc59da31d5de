import assert from 'node:assert/strict'
import type { CollationOptions, Document } from 'mongodb'
import { collectionOf, database } from './server.ts'
import { failing, fails, same, show } from './table.ts'

const names = ['ann', 'Ann', 'ANN', 'Ånn', 'bob', 'Bob', 'émile', 'Emile'].map((v, _id): Document => ({ _id, v }))
const numbers = ['a10', 'a9', 'A1'].map((v, _id): Document => ({ _id, v }))
const second: CollationOptions = { locale: 'en', strength: 2 }
const first: CollationOptions = { locale: 'en', strength: 1 }

type Case = [documents: Document[], filter: Document, collation: CollationOptions, ids: number[]]

const cases: Case[] = [
  [names, { v: 'ann' }, second, [0, 1, 2]],
  [names, { v: 'ann' }, first, [0, 1, 2, 3]],
  [names, { v: 'ann' }, { locale: 'simple' }, [0]],
  [names, { v: 'ann' }, { locale: 'en' }, [0]],
  [names, { v: 'EMILE' }, second, [7]],
  [names, { v: 'EMILE' }, first, [6, 7]],
  [names, { v: { $in: ['BOB', 'x'] } }, second, [4, 5]],
  [names, { v: { $ne: 'ANN' } }, second, [3, 4, 5, 6, 7]],
  [names, { v: { $gt: 'B' } }, second, [4, 5, 6, 7]],
  [names, { v: { $lt: 'b' } }, second, [0, 1, 2, 3]],
  [names, { v: /^ann/ }, second, [0]],
  [names, { $expr: { $eq: ['$v', 'BOB'] } }, second, [4, 5]],
  [
    [
      { _id: 0, v: { a: 'X' } },
      { _id: 1, v: ['Y'] },
    ],
    { v: { a: 'x' } },
    second,
    [0],
  ],
  [
    [
      { _id: 0, v: { a: 'X' } },
      { _id: 1, v: ['Y'] },
    ],
    { v: 'y' },
    second,
    [1],
  ],
]

describe('collations', () => {
  for (const [documents, filter, collation, ids] of cases) {
    it(`${show(filter)} with ${show(collation)} finds ${show(ids)}`, async () => {
      const collection = await collectionOf(documents)
      const found = await collection.find(filter, { collation, sort: { _id: 1 } }).toArray()
      same(
        found.map((document) => document._id),
        ids,
      )
      await collection.createIndex({ v: 1 }, { collation }, {})
      const indexed = await collection.find(filter, { collation, sort: { _id: 1 } }).toArray()
      same(
        indexed.map((document) => document._id),
        ids,
      )
    })
  }

  const orders: [Document[], CollationOptions, unknown[]][] = [
    [names, second, ['ann', 'Ann', 'ANN', 'Ånn', 'bob', 'Bob', 'Emile', 'émile']],
    [numbers, { locale: 'en', numericOrdering: true }, ['A1', 'a9', 'a10']],
    [numbers, { locale: 'en' }, ['A1', 'a10', 'a9']],
    [names, { locale: 'simple' }, ['ANN', 'Ann', 'Bob', 'Emile', 'ann', 'bob', 'Ånn', 'émile']],
  ]
  for (const [documents, collation, values] of orders) {
    it(`sorts with ${show(collation)} into ${show(values)}`, async () => {
      const collection = await collectionOf(documents)
      const sorted = await collection.find({}, { collation, sort: { v: 1, _id: 1 } }).toArray()
      same(
        sorted.map((document): unknown => document['v']),
        values,
      )
    })
  }

  it('count for unique indexes', async () => {
    const collection = await collectionOf([{ _id: 1, v: 'ann' }])
    await collection.createIndex({ v: 1 }, { unique: true, collation: second }, {})
    await failing(collection.insertOne({ v: 'ANN' }), fails(11000, /E11000 duplicate key error/))
    await collection.insertOne({ v: 'ann2' })
  })

  it('count for updates, deletions and distinct values', async () => {
    const collection = await collectionOf(names)
    const { modifiedCount } = await collection.updateMany({ v: 'BOB' }, { $set: { b: true } }, { collation: second })
    assert.equal(modifiedCount, 2)
    assert.equal((await collection.deleteMany({ v: 'ANN' }, { collation: second })).deletedCount, 3)
    assert.equal((await collection.distinct('v', {}, { collation: second })).length, 4)
  })

  it('come with the collection when the operation names none', async () => {
    const db = await database()
    const collection = await db.createCollection(`collated${Date.now()}`, { collation: second })
    await collection.insertMany(names)
    assert.equal(await collection.countDocuments({ v: 'ANN' }), 3)
    const groups = await collection.aggregate([{ $group: { _id: '$v' } }]).toArray()
    assert.equal(groups.length, 5)
  })

  it('fail with MongoDB’s errors when they are wrong', async () => {
    const collection = await collectionOf([])
    await failing(collection.find({}, { collation: { locale: 'xx-nowhere-zz' } }).toArray(), fails(2))
    await failing(collection.find({}, { collation: { strength: 2 } as never }).toArray(), fails(40414))
  })
})
