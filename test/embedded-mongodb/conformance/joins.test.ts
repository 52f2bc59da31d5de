import type { Document } from 'mongodb'
import { collectionOf, database } from './server.ts'
import { failing, fails, same } from './table.ts'

const byId = { $sort: { _id: 1 } }

describe('pipelines over several collections', () => {
  it('join by fields, with null for a missing one', async () => {
    const items = await collectionOf([{ _id: 1, code: 'a' }, { _id: 2, code: ['b', 'z'] }, { _id: 3 }])
    const orders = await collectionOf([
      { _id: 1, item: 'a' },
      { _id: 2, item: ['b', 'a'] },
      { _id: 3 },
      { _id: 4, item: 'q' },
    ])
    const joined = await orders
      .aggregate([
        { $lookup: { from: items.collectionName, localField: 'item', foreignField: 'code', as: 'found' } },
        byId,
      ])
      .toArray()
    same(
      joined.map((document) => (document['found'] as Document[]).map((found): unknown => found['_id'])),
      [[1], [1, 2], [3], []],
    )
  })

  it('join with a pipeline and variables, alone and with fields', async () => {
    const stock = await collectionOf([
      { _id: 1, item: 'a', n: 5 },
      { _id: 2, item: 'a', n: 1 },
      { _id: 3, item: 'b', n: 9 },
    ])
    const orders = await collectionOf([{ _id: 1, item: 'a', least: 2 }])
    const pipeline = [{ $match: { $expr: { $gte: ['$n', '$$least'] } } }, { $project: { n: 1 } }]
    const from = stock.collectionName
    const variables = { least: '$least' }
    const [alone, withFields] = await Promise.all([
      orders.aggregate([{ $lookup: { from, let: variables, pipeline, as: 'f' } }]).toArray(),
      orders
        .aggregate([{ $lookup: { from, localField: 'item', foreignField: 'item', let: variables, pipeline, as: 'f' } }])
        .toArray(),
    ])
    same(alone[0]?.['f'], [
      { _id: 1, n: 5 },
      { _id: 3, n: 9 },
    ])
    same(withFields[0]?.['f'], [{ _id: 1, n: 5 }])
  })

  it('join by the collation of the command, also where an index could find the field', async () => {
    const items = await collectionOf([
      { _id: 1, code: 'A' },
      { _id: 2, code: 'b' },
    ])
    await items.createIndex({ code: 1 }, {}, {})
    const orders = await collectionOf([{ _id: 1, item: 'a' }])
    const lookup = { from: items.collectionName, localField: 'item', foreignField: 'code', as: 'found' }
    const joined = await orders.aggregate([{ $lookup: lookup }], { collation: { locale: 'en', strength: 2 } }).toArray()
    same(joined[0]?.['found'], [{ _id: 1, code: 'A' }])
  })

  it('follow references with $graphLookup', async () => {
    const people = await collectionOf([
      { _id: 1, name: 'a' },
      { _id: 2, name: 'b', boss: 'a' },
      { _id: 3, name: 'c', boss: 'b' },
    ])
    const [found] = await people
      .aggregate([
        { $match: { _id: 3 } },
        {
          $graphLookup: {
            from: people.collectionName,
            startWith: '$boss',
            connectFromField: 'boss',
            connectToField: 'name',
            as: 'up',
            depthField: 'depth',
          },
        },
        { $project: { up: { $sortArray: { input: '$up', sortBy: { depth: 1 } } } } },
      ])
      .toArray()
    same(
      (found?.['up'] as Document[]).map(({ name, depth }): unknown => [name, depth]),
      [
        ['b', 0],
        ['a', 1],
      ],
    )
  })

  it('unite collections', async () => {
    const other = await collectionOf([
      { _id: 'o', v: 1 },
      { _id: 'p', v: 2 },
    ])
    const collection = await collectionOf([{ _id: 'c', v: 0 }])
    const united = await collection
      .aggregate([{ $unionWith: { coll: other.collectionName, pipeline: [{ $match: { v: 2 } }] } }])
      .toArray()
    same(united, [
      { _id: 'c', v: 0 },
      { _id: 'p', v: 2 },
    ])
  })

  it('take variables from let, whose values are expressions', async () => {
    const documents = [
      { _id: 1, v: 1 },
      { _id: 2, v: 5 },
    ]
    const collection = await collectionOf(documents)
    const stages = [{ $match: { $expr: { $gt: ['$v', '$$least'] } } }]
    same(await collection.aggregate(stages, { let: { least: { $add: [1, 1] } } }).toArray(), [{ _id: 2, v: 5 }])
    const chained = { one: 1, least: { $add: ['$$one', '$$one'] } }
    same(await collection.aggregate(stages, { let: chained }).toArray(), [{ _id: 2, v: 5 }])
    const missing = (await database()).collection(`missing${Date.now()}`)
    same(await missing.aggregate(stages, { let: { least: 1 } }).toArray(), [])
  })

  it('refuse a field in let, which is evaluated before any document is read', async () => {
    const collection = await collectionOf([{ _id: 1, v: 1 }])
    for (const least of ['$v', '$$ROOT', { $add: ['$v', 1] }])
      await failing(collection.aggregate([{ $match: {} }], { let: { least } }).toArray(), fails(4890500))
  })

  it('merge with variables from the document to merge', async () => {
    const source = await collectionOf([{ _id: 1, v: 2 }])
    const target = await collectionOf([{ _id: 1, v: 9 }])
    const merge = {
      into: target.collectionName,
      let: { twice: { $multiply: ['$v', '$$factor'] } },
      whenMatched: [{ $set: { twice: '$$twice', new: '$$new.v' } }],
    }
    await source
      .aggregate([{ $merge: { ...merge, let: { ...merge.let, new: '$$ROOT' } } }], { let: { factor: 2 } })
      .toArray()
    same(await target.find().toArray(), [{ _id: 1, v: 9, twice: 4, new: 2 }])
  })

  it('write their output with $out and $merge', async () => {
    const db = await database()
    const source = await collectionOf([
      { _id: 1, v: 1 },
      { _id: 2, v: 2 },
    ])
    const target = await collectionOf([{ _id: 1, v: 9, kept: true }, { _id: 8 }])
    await source.aggregate([{ $merge: { into: target.collectionName } }]).toArray()
    same(await target.find().sort({ _id: 1 }).toArray(), [{ _id: 1, v: 1, kept: true }, { _id: 2, v: 2 }, { _id: 8 }])
    const out = `out${Date.now()}`
    await source.aggregate([{ $match: { v: 2 } }, { $out: out }]).toArray()
    same(await db.collection(out).find().toArray(), [{ _id: 2, v: 2 }])
  })
})
