import assert from 'node:assert/strict'
import type { Document } from 'mongodb'
import { type PipelineCase, pipelineTable } from './pipeline-table.ts'
import { collectionOf } from './server.ts'
import { failing, fails } from './table.ts'

const sales: Document[] = [
  { _id: 1, item: 'a', price: 10, tags: ['x', 'y'], day: 1 },
  { _id: 2, item: 'b', price: 20, tags: ['y'], day: 1 },
  { _id: 3, item: 'a', price: 5, tags: [], day: 2 },
  { _id: 4, item: 'c', price: null, day: 2 },
]
const byId = { $sort: { _id: 1 } }

const shaping: PipelineCase[] = [
  [
    sales,
    [{ $match: { item: 'a' } }, { $project: { price: 1 } }],
    [
      { _id: 1, price: 10 },
      { _id: 3, price: 5 },
    ],
  ],
  [
    sales,
    [{ $match: { _id: 1 } }, { $project: { _id: 0, item: 1, twice: { $multiply: ['$price', 2] } } }],
    [{ item: 'a', twice: 20 }],
  ],
  [sales, [{ $limit: 1 }, { $project: { tags: 0, day: 0 } }], [{ _id: 1, item: 'a', price: 10 }]],
  [
    sales,
    [{ $limit: 1 }, { $addFields: { 'o.p': '$price', item: 'z' } }, { $unset: ['tags', 'day'] }],
    [{ _id: 1, item: 'z', price: 10, o: { p: 10 } }],
  ],
  [sales, [{ $limit: 1 }, { $set: { tags: '$$REMOVE', day: '$missing' } }], [{ _id: 1, item: 'a', price: 10 }]],
  [sales, [{ $limit: 1 }, { $replaceRoot: { newRoot: { i: '$item' } } }], [{ i: 'a' }]],
  [sales, [{ $limit: 1 }, { $replaceWith: { i: '$item' } }], [{ i: 'a' }]],
  [sales, [{ $limit: 1 }, { $replaceRoot: { newRoot: '$item' } }], fails(40228)],
  [
    sales,
    [{ $sort: { price: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { price: 1 } }],
    [
      { _id: 1, price: 10 },
      { _id: 3, price: 5 },
    ],
  ],
  [sales, [{ $count: 'n' }], [{ n: 4 }]],
  [sales, [{ $match: { item: 'none' } }, { $count: 'n' }], []],
  [
    sales,
    [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
    [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
      { _id: 2, tags: 'y' },
    ],
  ],
  [
    sales,
    [
      { $match: { _id: { $gte: 3 } } },
      { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } },
      { $project: { item: 1, tags: 1 } },
    ],
    [
      { _id: 3, item: 'a' },
      { _id: 4, item: 'c' },
    ],
  ],
  [
    sales,
    [{ $limit: 1 }, { $unwind: { path: '$tags', includeArrayIndex: 'at' } }, { $project: { tags: 1, at: 1 } }],
    [
      { _id: 1, tags: 'x', at: 0 },
      { _id: 1, tags: 'y', at: 1 },
    ],
  ],
  [sales, [{ $limit: 1 }, { $unwind: '$item' }, { $project: { item: 1 } }], [{ _id: 1, item: 'a' }]],
  [sales, [{ $unwind: 'tags' }], fails(28818)],
  [sales, [{ $sample: { size: 0 } }], []],
]

const grouping: PipelineCase[] = [
  [
    sales,
    [{ $group: { _id: '$item', n: { $sum: 1 }, total: { $sum: '$price' } } }, byId],
    [
      { _id: 'a', n: 2, total: 15 },
      { _id: 'b', n: 1, total: 20 },
      { _id: 'c', n: 1, total: 0 },
    ],
  ],
  [
    sales,
    [{ $group: { _id: null, avg: { $avg: '$price' }, min: { $min: '$price' }, max: { $max: '$price' } } }],
    [{ _id: null, avg: 35 / 3, min: 5, max: 20 }],
  ],
  [
    sales,
    [
      { $group: { _id: '$day', items: { $push: '$item' }, first: { $first: '$item' }, last: { $last: '$item' } } },
      byId,
    ],
    [
      { _id: 1, items: ['a', 'b'], first: 'a', last: 'b' },
      { _id: 2, items: ['a', 'c'], first: 'a', last: 'c' },
    ],
  ],
  [sales, [{ $group: { _id: { d: '$day', i: '$item' } } }, { $count: 'n' }], [{ n: 4 }]],
  [sales, [{ $group: { _id: '$missing', n: { $count: {} } } }], [{ _id: null, n: 4 }]],
  [
    sales,
    [{ $group: { _id: null, s: { $addToSet: '$day' } } }, { $project: { _id: 0, n: { $size: '$s' } } }],
    [{ n: 2 }],
  ],
  [
    sales,
    [{ $group: { _id: null, m: { $mergeObjects: { $arrayToObject: [[['$item', '$price']]] } } } }],
    [{ _id: null, m: { a: 5, b: 20, c: null } }],
  ],
  [
    sales,
    [{ $group: { _id: null, top: { $top: { sortBy: { price: -1 }, output: '$item' } } } }],
    [{ _id: null, top: 'b' }],
  ],
  [
    sales,
    [{ $group: { _id: null, top: { $topN: { n: 2, sortBy: { price: -1 }, output: '$price' } } } }],
    [{ _id: null, top: [20, 10] }],
  ],
  [
    sales,
    [{ $group: { _id: null, f: { $firstN: { n: 2, input: '$item' } }, m: { $maxN: { n: 2, input: '$price' } } } }],
    [{ _id: null, f: ['a', 'b'], m: [20, 10] }],
  ],
  [
    sales,
    [{ $group: { _id: null, d: { $stdDevPop: '$price' } } }, { $project: { _id: 0, d: { $round: ['$d', 3] } } }],
    [{ d: 6.236 }],
  ],
  [
    [
      { _id: 1, v: 1 },
      { _id: 2, v: 1.0 },
      { _id: 3, v: '1' },
    ],
    [{ $group: { _id: '$v', n: { $sum: 1 } } }, byId],
    [
      { _id: 1, n: 2 },
      { _id: '1', n: 1 },
    ],
  ],
  [sales, [{ $sortByCount: '$item' }, { $limit: 1 }], [{ _id: 'a', count: 2 }]],
  [
    sales,
    [{ $bucket: { groupBy: '$day', boundaries: [0, 2, 5], output: { n: { $sum: 1 } } } }],
    [
      { _id: 0, n: 2 },
      { _id: 2, n: 2 },
    ],
  ],
  [
    sales,
    [{ $bucket: { groupBy: '$price', boundaries: [0, 10], default: 'other' } }],
    [
      { _id: 0, count: 1 },
      { _id: 'other', count: 3 },
    ],
  ],
  [
    sales,
    [{ $bucketAuto: { groupBy: '$_id', buckets: 2 } }],
    [
      { _id: { min: 1, max: 3 }, count: 2 },
      { _id: { min: 3, max: 4 }, count: 2 },
    ],
  ],
  [
    sales,
    [{ $facet: { n: [{ $count: 'n' }], items: [{ $group: { _id: '$item' } }, byId] } }],
    [{ n: [{ n: 4 }], items: [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }] }],
  ],
  [sales, [{ $group: { n: { $sum: 1 } } }], fails(15955)],
  [sales, [{ $group: { _id: 1, n: { $foo: 1 } } }], fails(15952, /unknown group operator '\$foo'/)],
  [sales, [{ $group: { _id: 1, n: 5 } }], fails(40234)],
]

const refused: PipelineCase[] = [
  [sales, [{ $foo: 1 }], fails(40324, /Unrecognized pipeline stage name: '\$foo'/)],
  [sales, [{ $match: {}, $limit: 1 }], fails(40323)],
  [sales, [{}], fails(40323)],
  [sales, [{ $limit: 0 }], fails(15958, /the limit must be positive/)],
  [sales, [{ $limit: -1 }], fails(2107201)],
  [sales, [{ $skip: -1 }], fails(5107200)],
  [sales, [{ $sort: {} }], fails(15976)],
  [sales, [{ $count: '' }], fails(40157)],
  [sales, [{ $project: {} }], fails(51272)],
  [sales, [{ $match: 1 }], fails(15959)],
  [
    sales,
    [{ $project: { a: 1, b: 0 } }],
    fails(31254, /Invalid \$project :: caused by :: Cannot do exclusion on field b in inclusion projection/),
  ],
  [sales, [{ $out: 'x' }, { $limit: 1 }], fails(40601)],
  [sales, [{ $facet: {} }], fails(40169)],
]

describe('pipelines', () => {
  pipelineTable('shaping', shaping)
  pipelineTable('grouping', grouping)
  pipelineTable('refused stages', refused)

  it('say where an error came from that a document caused', async () => {
    const collection = await collectionOf([{ _id: 1 }])
    const operation = collection.aggregate([{ $project: { v: { $size: '$x' } } }]).toArray()
    await failing(
      operation,
      fails(17124, /^PlanExecutor error during aggregation :: caused by :: The argument to \$size/),
    )
  })

  it('take variables from let', async () => {
    const collection = await collectionOf([
      { _id: 1, v: 1 },
      { _id: 2, v: 5 },
    ])
    const found = await collection
      .aggregate([{ $match: { $expr: { $gt: ['$v', '$$least'] } } }], { let: { least: 2 } })
      .toArray()
    assert.equal(found.length, 1)
  })

  it('refuse to hold more than their memory without the disk', async function () {
    this.timeout(60_000)
    const text = 'x'.repeat(1024 * 1024)
    const collection = await collectionOf([])
    for (let i = 0; i < 22; i++) await collection.insertMany(Array.from({ length: 5 }, () => ({ text })))
    const operation = collection.aggregate([{ $sort: { text: 1, n: 1 } }], { allowDiskUse: false }).toArray()
    await failing(operation, fails(292, /Sort exceeded memory limit of 104857600 bytes/))
    const group = collection
      .aggregate([{ $group: { _id: null, all: { $push: '$$ROOT' } } }], { allowDiskUse: false })
      .toArray()
    await failing(group, fails(292, /Exceeded memory limit for \$group|\$push used too much memory/))
    const first = await collection.aggregate([{ $sort: { text: 1 } }, { $limit: 2 }], { allowDiskUse: false }).toArray()
    assert.equal(first.length, 2)
  })
})
