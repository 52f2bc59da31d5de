import assert from 'node:assert/strict'
import { Decimal128, type Document, Long, MaxKey, MinKey, type Sort, Timestamp } from 'mongodb'
import { collectionOf } from './server.ts'
import { failing, fails, same, show } from './table.ts'

type SortCase = [values: Document[], sort: Document, ids: unknown[]]

const types: Document[] = [
  { _id: 'max', v: new MaxKey() },
  { _id: 'timestamp', v: new Timestamp({ t: 1, i: 1 }) },
  { _id: 'date', v: new Date(0) },
  { _id: 'true', v: true },
  { _id: 'false', v: false },
  { _id: 'object', v: { a: 1 } },
  { _id: 'text', v: 'a' },
  { _id: 'upper', v: 'B' },
  { _id: 'long', v: Long.fromNumber(5) },
  { _id: 'decimal', v: Decimal128.fromString('4.5') },
  { _id: 'int', v: 4 },
  { _id: 'nan', v: NaN },
  { _id: 'null', v: null },
  { _id: 'min', v: new MinKey() },
]

const ordered = [
  'min',
  'null',
  'nan',
  'int',
  'decimal',
  'long',
  'upper',
  'text',
  'object',
  'false',
  'true',
  'date',
  'timestamp',
  'max',
]

function of(...values: unknown[]): Document[] {
  return values.map((v, _id) => (v === undefined ? { _id } : { _id, v }))
}

const cases: SortCase[] = [
  [types, { v: 1 }, ordered],
  [types, { v: -1 }, [...ordered].reverse()],
  [of(3, 1, 2), { v: 1 }, [1, 2, 0]],
  [of(3, 1, 2), { v: -1 }, [0, 2, 1]],
  [of(1, undefined, null), { v: 1, _id: 1 }, [1, 2, 0]],
  [of(1, undefined, null), { v: -1, _id: -1 }, [0, 2, 1]],
  [of([5, 1], [2, 3], 4), { v: 1 }, [0, 1, 2]],
  [of([5, 1], [2, 3], 4), { v: -1 }, [0, 2, 1]],
  [of([], null, 1, [null]), { v: 1, _id: 1 }, [0, 1, 3, 2]],
  [of({ a: 2 }, { a: 1 }, { b: 0 }), { v: 1 }, [1, 0, 2]],
  [of({ a: 2 }, { a: 1 }, 7), { 'v.a': 1 }, [2, 1, 0]],
  [of([{ a: 3 }, { a: 1 }], { a: 2 }), { 'v.a': 1 }, [0, 1]],
  [of([{ a: 3 }, { a: 1 }], { a: 2 }), { 'v.a': -1 }, [0, 1]],
  [of([1, 9], [2, 0]), { 'v.0': 1 }, [0, 1]],
  [of([1, 9], [2, 0]), { 'v.1': 1 }, [1, 0]],
  [of('b', 'a', 'C'), { v: 1 }, [2, 1, 0]],
  [of('a10', 'a9', 'a1'), { v: 1 }, [2, 0, 1]],
  [of([3], [1, 2]), { v: 1 }, [1, 0]],
  [
    [
      { _id: 1, a: 1, b: 2 },
      { _id: 2, a: 1, b: 1 },
      { _id: 3, a: 0, b: 9 },
    ],
    { a: 1, b: -1 },
    [3, 1, 2],
  ],
  [
    [
      { _id: 1, a: 1, b: 2 },
      { _id: 2, a: 1, b: 1 },
      { _id: 3, a: 0, b: 9 },
    ],
    { a: -1, b: 1 },
    [2, 1, 3],
  ],
  [of(2, 1, 3), { $natural: 1 }, [0, 1, 2]],
  [of(2, 1, 3), { $natural: -1 }, [2, 1, 0]],
]

describe('sorting', () => {
  for (const [documents, sort, ids] of cases) {
    it(`puts ${show(documents)} by ${show(sort)} into ${show(ids)}`, async () => {
      const collection = await collectionOf(documents)
      const sorted = await collection.find({}, { sort: sort as Sort }).toArray()
      same(
        sorted.map((document) => document._id),
        ids,
      )
      if ('$natural' in sort) return
      const staged = await collection.aggregate([{ $sort: sort }]).toArray()
      same(
        staged.map((document): unknown => document['_id']),
        ids,
      )
      await collection.createIndex(sort, {}, {})
      const indexed = await collection.find({}, { sort: sort as Sort, hint: sort }).toArray()
      same(
        indexed.map((document) => document._id),
        ids,
      )
    })
  }

  it('goes on where skip says and stops at the limit', async () => {
    const collection = await collectionOf(of(5, 3, 1, 4, 2))
    const values = await collection.find({}, { sort: { v: 1 }, skip: 1, limit: 2 }).toArray()
    same(
      values.map((document): unknown => document['v']),
      [2, 3],
    )
    assert.equal((await collection.find().skip(10).toArray()).length, 0)
  })

  for (const [sort, code] of [
    [{ v: 2 }, 15975],
    [{ v: 'up' }, 15974],
    [{ v: { $meta: 'x' } }, 0],
  ] as const) {
    if (code === 0) continue
    it(`refuses ${show(sort)} in a pipeline with ${code}`, async () => {
      const collection = await collectionOf([])
      await failing(collection.aggregate([{ $sort: sort }]).toArray(), fails(code))
    })
  }
})
