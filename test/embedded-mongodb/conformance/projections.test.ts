import type { Document } from 'mongodb'
import { collectionOf } from './server.ts'
import { type Failure, failing, fails, isFailure, same, show } from './table.ts'

/** A projection of one document, and what is left of it; the filter decides where `$` is. */
type ProjectionCase = [projection: Document, result: Document | Failure, filter?: Document]

const document = {
  _id: 1,
  a: 1,
  b: { c: 2, d: { e: 3 } },
  l: [1, 2, 3, 4],
  o: [{ x: 1, y: 1 }, { x: 2, y: 2 }, 5, [{ x: 3 }]],
  n: null,
}

const cases: ProjectionCase[] = [
  [{}, document],
  [{ a: 1 }, { _id: 1, a: 1 }],
  [{ a: true, _id: 0 }, { a: 1 }],
  [{ _id: 1 }, { _id: 1 }],
  [
    { b: 1, a: 1 },
    { _id: 1, a: 1, b: document.b },
  ],
  [{ missing: 1 }, { _id: 1 }],
  [{ 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
  [{ 'b.d.e': 1 }, { _id: 1, b: { d: { e: 3 } } }],
  [{ b: { c: 1 } }, { _id: 1, b: { c: 2 } }],
  [{ 'b.x': 1 }, { _id: 1, b: {} }],
  [{ 'a.x': 1 }, { _id: 1 }],
  [{ 'o.x': 1 }, { _id: 1, o: [{ x: 1 }, { x: 2 }, [{ x: 3 }]] }],
  [{ 'l.x': 1 }, { _id: 1, l: [] }],
  [{ n: 1 }, { _id: 1, n: null }],
  [
    { a: 0, b: 0, l: 0, o: 0 },
    { _id: 1, n: null },
  ],
  [
    { _id: 0, b: 0, l: 0, o: 0 },
    { a: 1, n: null },
  ],
  [
    { 'b.c': 0, l: 0, o: 0 },
    { _id: 1, a: 1, b: { d: { e: 3 } }, n: null },
  ],
  [
    { 'o.x': 0, b: 0, l: 0 },
    { _id: 1, a: 1, o: [{ y: 1 }, { y: 2 }, 5, [{}]], n: null },
  ],
  [{ _id: 0, a: 1 }, { a: 1 }],
  [
    { a: 1, v: { $add: ['$a', 1] } },
    { _id: 1, a: 1, v: 2 },
  ],
  [{ v: '$b.c' }, { _id: 1, v: 2 }],
  [{ v: 'text', _id: 0 }, { v: 'text' }],
  [{ v: { $literal: 1 }, _id: 0 }, { v: 1 }],
  [{ v: '$missing', _id: 0 }, {}],
  [{ 'v.w': '$a', _id: 0 }, { v: { w: 1 } }],
  [{ v: ['$a', 2], _id: 0 }, { v: [1, 2] }],
  [
    { l: { $slice: 2 }, a: 1 },
    { _id: 1, a: 1, l: [1, 2] },
  ],
  [
    { l: { $slice: -1 }, a: 1 },
    { _id: 1, a: 1, l: [4] },
  ],
  [
    { l: { $slice: [1, 2] }, a: 1 },
    { _id: 1, a: 1, l: [2, 3] },
  ],
  [
    { l: { $slice: [-3, 2] }, a: 1 },
    { _id: 1, a: 1, l: [2, 3] },
  ],
  [{ l: { $slice: 1 } }, { ...document, l: [1] }],
  [
    { l: { $slice: 1 }, b: 0, o: 0 },
    { _id: 1, a: 1, l: [1], n: null },
  ],
  [
    { a: { $slice: 1 }, _id: 1, n: 1 },
    { _id: 1, a: 1, n: null },
  ],
  [{ l: { $elemMatch: { $gt: 2 } } }, { _id: 1, l: [3] }],
  [{ o: { $elemMatch: { x: 2 } } }, { _id: 1, o: [{ x: 2, y: 2 }] }],
  [{ o: { $elemMatch: { x: 9 } } }, { _id: 1 }],
  [
    { o: { $elemMatch: { x: 2 } }, a: 1 },
    { _id: 1, a: 1, o: [{ x: 2, y: 2 }] },
  ],
  [{ 'l.$': 1 }, { _id: 1, l: [3] }, { l: 3 }],
  [{ 'l.$': 1, a: 1 }, { _id: 1, a: 1, l: [2] }, { l: { $gt: 1 } }],
  [{ 'o.$': 1 }, { _id: 1, o: [{ x: 2, y: 2 }] }, { 'o.x': 2 }],
  [{ 'o.$': 1 }, { _id: 1, o: [{ x: 2, y: 2 }] }, { o: { $elemMatch: { y: 2 } } }],
  [{ 'l.$': 1 }, fails(51246), { a: 1 }],
  [{ 'l.$': 1, 'o.$': 1 }, fails(31276), { l: 1 }],
  [{ 'o.$.x': 1 }, fails(31394), { 'o.x': 2 }],
  [{ a: 1, b: 0 }, fails(31254, /Cannot do exclusion on field b in inclusion projection/)],
  [{ a: 0, b: 1 }, fails(31253, /Cannot do inclusion on field b in exclusion projection/)],
  [{ 'b.c': 1, b: 1 }, fails(31250, /Path collision at b/)],
  [{ b: 1, 'b.c': 1 }, fails(31249, /Path collision at b\.c/)],
  [{ a: {} }, fails(51270)],
  [{ $a: 1 }, fails(16410)],
  [{ 'a..b': 1 }, fails(15998)],
  [{ v: { $foo: 1 } }, fails(168, /\$foo/)],
]

describe('projections', () => {
  for (const [projection, result, filter = {}] of cases) {
    const found = Object.keys(filter).length > 0 ? ` of ${show(filter)}` : ''
    it(`${show(projection)}${found} ${isFailure(result) ? `fails with ${result.code}` : `leaves ${show(result)}`}`, async () => {
      const collection = await collectionOf([document])
      const operation = collection.find(filter, { projection }).toArray()
      if (isFailure(result)) return failing(operation, result)
      same(await operation, [result])
    })
  }

  it('use the variables of let, also when there is no such collection', async () => {
    const projection = { _id: 0, more: { $add: ['$a', '$$one'] } }
    const options = { projection, let: { one: { $subtract: [3, 2] } } }
    const filter = { $expr: { $eq: ['$a', '$$one'] } }
    const collection = await collectionOf([document, { ...document, _id: 2, a: 5 }])
    same(await collection.find(filter, options).toArray(), [{ more: 2 }])
    same(await (await collectionOf([])).find(filter, options).toArray(), [])
    const change = { $set: { a: 7 } }
    same(await collection.findOneAndUpdate(filter, change, { ...options, returnDocument: 'after' }), { more: 8 })
    same(await collection.deleteMany({ $expr: { $gt: ['$a', '$$one'] } }, { let: options.let }), {
      acknowledged: true,
      deletedCount: 2,
    })
  })
})
