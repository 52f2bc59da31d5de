import { type Document } from 'mongodb'
import { type FindCase, findTable } from './table.ts'

const documents: Document[] = [
  { _id: 1, a: { b: 1 } },
  { _id: 2, a: [{ b: 1 }, { b: 2 }] },
  { _id: 3, a: [] },
  { _id: 4, a: [1, 2] },
  { _id: 5, a: [{ c: 1 }] },
  { _id: 6, a: null },
  { _id: 7 },
  { _id: 8, a: { b: [1, 5] } },
  { _id: 9, a: [{ b: [3, 4] }, { b: 9 }] },
  { _id: 10, a: [[{ b: 1 }]] },
  { _id: 11, a: { b: null } },
  { _id: 12, a: 'x' },
  { _id: 13, a: [5, { b: 7 }] },
]

const cases: FindCase[] = [
  [{ 'a.b': 1 }, [1, 2, 8]],
  [{ 'a.b': null }, [5, 6, 7, 11, 12]],
  [{ 'a.b': { $exists: true } }, [1, 2, 8, 9, 11, 13]],
  [{ 'a.b': { $exists: false } }, [3, 4, 5, 6, 7, 10, 12]],
  [{ 'a.b': { $ne: 1 } }, [3, 4, 5, 6, 7, 9, 10, 11, 12, 13]],
  [{ 'a.0': 1 }, [4]],
  [{ 'a.0': { $exists: true } }, [2, 4, 5, 9, 10, 13]],
  [{ 'a.1': { $exists: true } }, [2, 4, 9, 13]],
  [{ 'a.0.b': 1 }, [2, 10]],
  [{ 'a.1.b': 2 }, [2]],
  [{ 'a.1.b': 7 }, [13]],
  [{ 'a.00': 1 }, []],
  [{ 'a.b': { $gt: 1, $lt: 3 } }, [2, 8]],
  [{ 'a.b': { $elemMatch: { $gt: 1, $lt: 4 } } }, [9]],
  [{ a: { $elemMatch: { b: 1 } } }, [2]],
  [{ a: { $elemMatch: { b: { $gt: 1 } } } }, [2, 9, 13]],
  [{ a: { $elemMatch: { b: { $exists: false } } } }, [5, 10]],
  [{ a: { $elemMatch: { $or: [{ b: 2 }, { c: 1 }] } } }, [2, 5]],
  [{ a: { $not: { $elemMatch: { b: 1 } } } }, [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
  [{ 'a.b': { $size: 2 } }, [8, 9]],
  [{ 'a.b': [1, 5] }, [8]],
  [{ 'a.b': { $in: [7, 9] } }, [9, 13]],
  [{ 'a.b': { $all: [3, 9] } }, [9]],
  [{ 'a.b': { $all: [1, 2] } }, [2]],
  [{ 'a.b': { $type: 'array' } }, [8, 9]],
  [{ 'a.b': { $type: 'null' } }, [11]],
  [{ a: { $type: 'object' } }, [1, 2, 5, 8, 9, 11, 13]],
  [{ a: { b: 1 } }, [1, 2]],
  [{ a: [] }, [3]],
  [{ a: null }, [6, 7]],
  [{ a: { $ne: null } }, [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13]],
  [{ a: { $exists: false } }, [7]],
  [{ a: { $size: 1 } }, [5, 10]],
  [{ a: { $gt: 4 } }, [13]],
  [{ a: { $in: [2, 'x'] } }, [4, 12]],
  [{ 'a.b.c': null }, [1, 2, 5, 6, 7, 9, 11, 12, 13]],
  [{ 'a.b.0': 3 }, [9]],
  [{ 'a.0.b.1': 4 }, [9]],
]

describe('arrays and dotted paths', () => {
  findTable('found through paths', documents, cases)
})
