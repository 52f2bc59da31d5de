import { fails } from './table.ts'
import { type UpdateCase, updateTable } from './update-table.ts'

const positional: UpdateCase[] = [
  [{ a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { a: [1, 9, 3] }, { filter: { a: 2 } }],
  [{ a: [{ b: 1 }, { b: 2 }] }, { $set: { 'a.$.c': 9 } }, { a: [{ b: 1 }, { b: 2, c: 9 }] }, { filter: { 'a.b': 2 } }],
  [
    { a: [{ b: 1 }, { b: 2 }] },
    { $inc: { 'a.$.b': 10 } },
    { a: [{ b: 1 }, { b: 12 }] },
    { filter: { a: { $elemMatch: { b: { $gt: 1 } } } } },
  ],
  [{ a: [1, 2], b: [5, 6] }, { $set: { 'b.$': 0 } }, { a: [1, 2], b: [5, 0] }, { filter: { a: 2 } }],
  [{ a: [1, 2] }, { $unset: { 'a.$': 1 } }, { a: [null, 2] }, { filter: { a: 1 } }],
  [
    { a: [1, 2] },
    { $set: { 'a.$': 9 } },
    fails(2, /The positional operator did not find the match needed from the query/),
  ],
  [{ a: [1, 2] }, { $set: { 'a.$.b.$': 9 } }, fails(2, /Too many positional/)],
  [{ a: [1, 2] }, { $set: { $: 9 } }, fails(2)],
  [{ a: [1, 2, 3] }, { $inc: { 'a.$[]': 1 } }, { a: [2, 3, 4] }],
  [{ a: [] }, { $inc: { 'a.$[]': 1 } }, { a: [] }],
  [{ a: [{ b: [1, 2] }, { b: [3] }] }, { $inc: { 'a.$[].b.$[]': 1 } }, { a: [{ b: [2, 3] }, { b: [4] }] }],
  [{ a: 1 }, { $set: { 'a.$[]': 1 } }, fails(2, /Cannot apply array updates to non-array element a: 1/)],
  [{}, { $set: { 'a.$[]': 1 } }, fails(2, /The path 'a' must exist in the document in order to apply array updates/)],
  [{ a: [1, 5, 9] }, { $set: { 'a.$[x]': 0 } }, { a: [1, 0, 0] }, { arrayFilters: [{ x: { $gte: 5 } }] }],
  [
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 1 },
      ],
    },
    { $set: { 'a.$[e].c': 9 } },
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 9 },
      ],
    },
    { arrayFilters: [{ 'e.b': 2 }] },
  ],
  [
    { a: [{ b: [1, 5] }, { b: [7] }] },
    { $inc: { 'a.$[].b.$[x]': 1 } },
    { a: [{ b: [1, 6] }, { b: [8] }] },
    { arrayFilters: [{ x: { $gt: 1 } }] },
  ],
  [{ a: [1, 2, 3] }, { $set: { 'a.$[x]': 0 } }, { a: [0, 2, 0] }, { arrayFilters: [{ $or: [{ x: 1 }, { x: 3 }] }] }],
  [
    {
      a: [
        { b: 1, c: 2 },
        { b: 1, c: 3 },
      ],
    },
    { $set: { 'a.$[x].d': 0 } },
    {
      a: [
        { b: 1, c: 2 },
        { b: 1, c: 3, d: 0 },
      ],
    },
    { arrayFilters: [{ 'x.b': 1, 'x.c': 3 }] },
  ],
  [{ a: [1] }, { $set: { 'a.$[x]': 0 } }, fails(2, /No array filter found for identifier 'x' in path 'a\.\$\[x\]'/)],
  [
    { a: [1] },
    { $set: { b: 0 } },
    fails(9, /The array filter for identifier 'x' was not used in the update/),
    { arrayFilters: [{ x: 1 }] },
  ],
  [
    { a: [1] },
    { $set: { 'a.$[x]': 0 } },
    fails(9, /Found multiple array filters with the same top-level field name x/),
    { arrayFilters: [{ x: 1 }, { x: 2 }] },
  ],
  [
    { a: [1] },
    { $set: { 'a.$[x]': 0 } },
    fails(9, /Expected a single top-level field name, found 'x' and 'y'/),
    { arrayFilters: [{ x: 1, y: 2 }] },
  ],
  [
    { a: [1] },
    { $set: { 'a.$[X]': 0 } },
    fails(2, /must be an alphanumeric string beginning with a lowercase letter, found 'X'/),
    { arrayFilters: [{ X: 1 }] },
  ],
  [
    { a: [{ b: 1 }, { b: 2 }] },
    { $push: { 'a.$[].t': 'x' } },
    {
      a: [
        { b: 1, t: ['x'] },
        { b: 2, t: ['x'] },
      ],
    },
  ],
  [{ a: [1, 1, 2] }, { $set: { 'a.$': 9 } }, { a: [9, 1, 2] }, { filter: { a: 1 } }],
]

describe('positional updates', () => {
  updateTable('in arrays', positional)
})
