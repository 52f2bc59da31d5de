import type { Document } from 'mongodb'
import { collectionOf, database } from './server.ts'
import { fails, same } from './table.ts'
import { type UpdateCase, updateTable } from './update-table.ts'

const pipelines: UpdateCase[] = [
  [{ a: 1, b: 2 }, [{ $set: { c: { $add: ['$a', '$b'] } } }], { a: 1, b: 2, c: 3 }],
  [{ a: 1, b: 2 }, [{ $unset: 'a' }], { b: 2 }],
  [{ a: 1, b: 2 }, [{ $unset: ['a', 'b'] }], {}],
  [{ a: 1, b: 2 }, [{ $project: { a: 1 } }], { a: 1 }],
  [{ a: { x: 1 } }, [{ $replaceWith: { $mergeObjects: [{ _id: '$_id' }, '$a'] } }], { x: 1 }],
  [
    { a: [1, 2, 3] },
    [{ $set: { a: { $filter: { input: '$a', as: 'x', cond: { $gt: ['$$x', 1] } } } } }],
    { a: [2, 3] },
  ],
  [{ a: 1 }, [{ $set: { 'b.c': '$a' } }, { $set: { 'b.d': '$b.c' } }], { a: 1, b: { c: 1, d: 1 } }],
  [{ a: [{ b: 1 }, { b: 2 }] }, [{ $set: { 'a.b': 0 } }], { a: [{ b: 0 }, { b: 0 }] }],
  [{ a: 1 }, [{ $set: { b: '$$v' } }], { a: 1, b: 5 }, { let: { v: 5 } }],
  [{ a: 1 }, [{ $set: { b: '$$v' } }], { a: 1, b: 3 }, { let: { v: { $add: [1, 2] } } }],
  [{ a: 1 }, [{ $set: { b: '$$v' } }], fails(4890500), { let: { v: '$a' } }],
  [{ a: 1 }, [{ $set: { b: '$missing' } }], { a: 1 }],
  [{ a: 1 }, [{ $set: { a: '$$REMOVE' } }], {}],
  [{ a: 1 }, [{ $set: { a: { $literal: '$x' } } }], { a: '$x' }],
  [{ a: 1 }, [{ $match: { a: 1 } }], fails(72, /\$match is not allowed to be used within an update/)],
  [{ a: 1 }, [{ $set: { _id: 2 } }], fails(66)],
]

describe('updates with a pipeline', () => {
  updateTable('stages', pipelines)

  it('take the constants of a statement as they are, beside the variables of the command', async () => {
    const collection = await collectionOf([{ _id: 1, a: 1 }])
    const u = [{ $set: { b: '$$fixed', c: '$$sum' } }]
    const q = { $expr: { $lt: ['$a', '$$sum'] } }
    const command = { update: collection.collectionName, let: { sum: { $add: [1, 2] } } }
    const db = await database()
    await db.command({ ...command, updates: [{ q, u, c: { fixed: '$a' } }] })
    same(await collection.find().toArray(), [{ _id: 1, a: 1, b: '$a', c: 3 }])
    const refused = await db.command({ ...command, updates: [{ q, u: { $set: { b: 1 } }, c: { fixed: 1 } }] })
    same((refused['writeErrors'] as Document[])[0]?.['code'], 51198)
  })
})
