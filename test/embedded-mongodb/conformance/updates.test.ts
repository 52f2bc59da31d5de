import assert from 'node:assert/strict'
import { Decimal128, Double, Int32, Long } from 'mongodb'
import { collectionOf, exactTypes } from './server.ts'
import { fails } from './table.ts'
import { type UpdateCase, updateTable } from './update-table.ts'

const fields: UpdateCase[] = [
  [{ a: 1 }, { $set: { a: 2 } }, { a: 2 }],
  [{ a: 1 }, { $set: { a: 1 } }, { a: 1 }],
  [{ a: 1, b: 2 }, { $set: { b: 3, a: 4 } }, { a: 4, b: 3 }],
  [{ z: 1 }, { $set: { c: 1, a: 2, b: 3 } }, { z: 1, a: 2, b: 3, c: 1 }],
  [{}, { $set: { 'a.c': 1, 'a.b': 2 } }, { a: { b: 2, c: 1 } }],
  [{ a: { b: 1 } }, { $set: { 'a.b': 2 } }, { a: { b: 2 } }],
  [{ a: { b: 1 } }, { $set: { a: { c: 1 } } }, { a: { c: 1 } }],
  [{ a: [1, 2] }, { $set: { 'a.0': 9 } }, { a: [9, 2] }],
  [{ a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
  [{ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } }, { a: [{ b: 2 }] }],
  [{ a: [{ b: 1 }] }, { $set: { 'a.1.b': 2 } }, { a: [{ b: 1 }, { b: 2 }] }],
  [{}, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
  [{ a: 1 }, { $set: { 'a.b': 1 } }, fails(28, /Cannot create field 'b' in element \{a: 1\}/)],
  [{ a: null }, { $set: { 'a.b': 1 } }, fails(28, /Cannot create field 'b' in element \{a: null\}/)],
  [{ a: [1] }, { $set: { 'a.b': 1 } }, fails(28, /Cannot create field 'b' in element \{a: \[ 1 \]\}/)],
  [{ a: 1 }, { $set: {} }, { a: 1 }],
  [{ a: 1 }, { $unset: { a: '' } }, {}],
  [{ a: 1 }, { $unset: { b: '' } }, { a: 1 }],
  [{ a: { b: 1, c: 2 } }, { $unset: { 'a.b': 1 } }, { a: { c: 2 } }],
  [{ a: { b: 1 } }, { $unset: { 'a.b': 1 } }, { a: {} }],
  [{ a: [1, 2, 3] }, { $unset: { 'a.1': 1 } }, { a: [1, null, 3] }],
  [{ a: 1 }, { $unset: { 'a.b': 1 } }, { a: 1 }],
  [{ a: 1, b: 2 }, { $rename: { a: 'c' } }, { b: 2, c: 1 }],
  [{ a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
  [{ a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
  [{ a: { b: 1 } }, { $rename: { 'a.b': 'c' } }, { a: {}, c: 1 }],
  [{ a: 1 }, { $rename: { x: 'y' } }, { a: 1 }],
  [{ a: 1 }, { $rename: { a: 'a' } }, fails(2, /source and target field for \$rename must differ/)],
  [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, fails(2, /source field cannot be an array element/)],
  [{ a: 1, b: [1] }, { $rename: { a: 'b.0' } }, fails(2, /destination field cannot be an array element/)],
  [{ a: 1 }, { $rename: { a: 5 } }, fails(2, /'to' field for \$rename must be a string/)],
  [{ a: 1 }, { $setOnInsert: { b: 1 } }, { a: 1 }],
]

const numbers: UpdateCase[] = [
  [{ a: 1 }, { $inc: { a: 2 } }, { a: 3 }],
  [{ a: 1 }, { $inc: { a: 0 } }, { a: 1 }],
  [{}, { $inc: { a: 5 } }, { a: 5 }],
  [{}, { $inc: { 'a.b': 5 } }, { a: { b: 5 } }],
  [{ a: 1.5 }, { $inc: { a: 1 } }, { a: 2.5 }],
  [{ a: 2147483647 }, { $inc: { a: 1 } }, { a: 2147483648 }],
  [
    { a: 'x' },
    { $inc: { a: 1 } },
    fails(
      14,
      /Cannot apply \$inc to a value of non-numeric type\. \{_id: 1\} has the field 'a' of non-numeric type string/,
    ),
  ],
  [{ a: null }, { $inc: { a: 1 } }, fails(14, /non-numeric type null/)],
  [{ a: 1 }, { $inc: { a: 'x' } }, fails(14, /Cannot increment with non-numeric argument: \{a: "x"\}/)],
  [
    { a: Long.MAX_VALUE },
    { $inc: { a: 1 } },
    fails(
      2,
      /Failed to apply \$inc operations to current value \(\(NumberLong\)9223372036854775807\) for document \{_id: 1\}/,
    ),
  ],
  [{ a: 3 }, { $mul: { a: 2 } }, { a: 6 }],
  [{}, { $mul: { a: 2 } }, { a: 0 }],
  [{ a: 2 }, { $mul: { a: 1.5 } }, { a: 3 }],
  [{ a: 'x' }, { $mul: { a: 2 } }, fails(14)],
  [{ a: 1 }, { $mul: { a: 'x' } }, fails(14, /Cannot multiply with non-numeric argument/)],
  [{ a: 5 }, { $min: { a: 3 } }, { a: 3 }],
  [{ a: 5 }, { $min: { a: 7 } }, { a: 5 }],
  [{}, { $min: { a: 7 } }, { a: 7 }],
  [{ a: 5 }, { $min: { a: null } }, { a: null }],
  [{ a: 5 }, { $max: { a: 7 } }, { a: 7 }],
  [{ a: 5 }, { $max: { a: 'x' } }, { a: 'x' }],
  [{ a: 5 }, { $max: { a: 3 } }, { a: 5 }],
  [{ a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
  [{ a: 3 }, { $bit: { a: { or: 4 } } }, { a: 7 }],
  [{ a: 1 }, { $bit: { a: { xor: 5 } } }, { a: 4 }],
  [{}, { $bit: { a: { or: 4 } } }, { a: 4 }],
  [{ a: 1.5 }, { $bit: { a: { or: 4 } } }, fails(2, /Cannot apply \$bit to a value of non-integral type/)],
  [{ a: 1 }, { $bit: { a: { nand: 4 } } }, fails(2, /only supports 'and', 'or', and 'xor'/)],
]

const arrays: UpdateCase[] = [
  [{ a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
  [{ a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
  [{}, { $push: { a: 2 } }, { a: [2] }],
  [{ a: 1 }, { $push: { a: 2 } }, fails(2, /The field 'a' must be an array but is of type int in document \{_id: 1\}/)],
  [{ a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  [{ a: [1] }, { $push: { a: { $each: [] } } }, { a: [1] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 0 } } }, { a: [9, 1, 2] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 10 } } }, { a: [1, 2, 9] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [3, 4], $slice: -3 } } }, { a: [2, 3, 4] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [3, 4], $slice: 3 } } }, { a: [1, 2, 3] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }, { a: [] }],
  [{ a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1 } } }, { a: [1, 2, 3] }],
  [{ a: [3, 1] }, { $push: { a: { $each: [2], $sort: -1, $slice: 2 } } }, { a: [3, 2] }],
  [
    { a: [{ s: 2 }, { s: 1 }] },
    { $push: { a: { $each: [{ s: 3 }], $sort: { s: -1 } } } },
    { a: [{ s: 3 }, { s: 2 }, { s: 1 }] },
  ],
  [
    { a: [1] },
    { $push: { a: { $each: 5 } } },
    fails(2, /argument to \$each in \$push must be an array but it was of type: int/),
  ],
  [{ a: [1] }, { $push: { a: { $each: [5], $foo: 1 } } }, fails(2, /Unrecognized clause in \$push: \$foo/)],
  [{ a: [1] }, { $push: { a: { $each: [5], $slice: 'x' } } }, fails(2, /value for \$slice must be an integer/)],
  [{ a: [1, 2] }, { $addToSet: { a: 2 } }, { a: [1, 2] }],
  [{ a: [1, 2] }, { $addToSet: { a: 3 } }, { a: [1, 2, 3] }],
  [{ a: [1] }, { $addToSet: { a: [1] } }, { a: [1, [1]] }],
  [
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ],
  [{ a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [1, 2, 3] }],
  [{}, { $addToSet: { a: 1 } }, { a: [1] }],
  [
    { a: 1 },
    { $addToSet: { a: 2 } },
    fails(2, /Cannot apply \$addToSet to non-array field\. Field named 'a' has non-array type int/),
  ],
  [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
  [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
  [{ a: [] }, { $pop: { a: 1 } }, { a: [] }],
  [{}, { $pop: { a: 1 } }, {}],
  [{ a: 1 }, { $pop: { a: 1 } }, fails(14, /contains an element of non-array type 'int'/)],
  [{ a: [1] }, { $pop: { a: 2 } }, fails(9, /\$pop expects 1 or -1, found: 2/)],
  [{ a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  [{ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  [{ a: [1, 5, 9] }, { $pull: { a: { $in: [1, 9] } } }, { a: [5] }],
  [{ a: [{ b: 1, c: 1 }, { b: 2 }] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }] }],
  [{ a: [{ b: [1, 2] }, { b: [3] }] }, { $pull: { a: { b: { $elemMatch: { $eq: 2 } } } } }, { a: [{ b: [3] }] }],
  [{ a: ['ax', 'b'] }, { $pull: { a: /^a/ } }, { a: ['b'] }],
  [{ a: [[1], [2]] }, { $pull: { a: [1] } }, { a: [[2]] }],
  [{ a: [1, 2] }, { $pull: { a: 9 } }, { a: [1, 2] }],
  [{ a: 1 }, { $pull: { a: 1 } }, fails(2, /Cannot apply \$pull to a non-array value/)],
  [{}, { $pull: { a: 1 } }, {}],
  [{ a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  [{ a: [1] }, { $pullAll: { a: 1 } }, fails(2, /\$pullAll requires an array argument but was given a int/)],
]

const refused: UpdateCase[] = [
  [{ a: 1 }, { $set: { a: 1, 'a.b': 2 } }, fails(40, /Updating the path 'a\.b' would create a conflict at 'a'/)],
  [{ a: 1 }, { $set: { 'a.b': 2, a: 1 } }, fails(40, /Updating the path 'a' would create a conflict at 'a'/)],
  [{ a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, fails(40)],
  [{ a: 1, b: 1 }, { $rename: { a: 'b' }, $set: { b: 2 } }, fails(40)],
  [{ a: [1] }, { $set: { 'a.$': 1, 'a.0': 2 } }, fails(40), { filter: { a: 1 } }],
  [{ a: 1 }, { $foo: { a: 1 } }, fails(9, /Unknown modifier: \$foo/)],
  [{ a: 1 }, { $set: 1 }, fails(9, /Modifiers operate on fields but we found type int instead/)],
  [{ a: 1 }, { $set: { '': 1 } }, fails(56)],
  [
    { a: 1 },
    { $set: { 'a..b': 1 } },
    fails(56, /The update path 'a\.\.b' contains an empty field name, which is not allowed/),
  ],
  [{ a: 1 }, { $set: { 'a.': 1 } }, fails(56)],
  [
    { a: 1 },
    { $set: { _id: 2 } },
    fails(66, /Performing an update on the path '_id' would modify the immutable field '_id'/),
  ],
  [{ a: 1 }, { $set: { _id: 1, a: 2 } }, { a: 2 }],
  [{ a: 1 }, { $unset: { _id: 1 } }, fails(66)],
  [{ a: 1 }, { $inc: { _id: 1 } }, fails(66)],
  [{ a: 1 }, { $currentDate: { a: { $type: 'x' } } }, fails(2)],
]

describe('updates', () => {
  updateTable('fields', fields)
  updateTable('numbers', numbers)
  updateTable('arrays', arrays)
  updateTable('refused updates', refused)

  it('set the current date', async () => {
    const collection = await collectionOf([{ _id: 1 }])
    const start = Date.now()
    await collection.updateOne({}, { $currentDate: { a: true, b: { $type: 'timestamp' } } as never })
    const document = await collection.findOne({ a: { $type: 'date' }, b: { $type: 'timestamp' } })
    const age = (document?.['a'] as Date).getTime() - start
    assert.ok(age > -60_000 && age < 60_000)
  })

  const sums: [value: unknown, by: unknown, type: string][] = [
    [new Int32(1), new Int32(2), 'int'],
    [new Int32(2147483647), new Int32(1), 'long'],
    [new Int32(1), Long.fromNumber(1), 'long'],
    [new Double(1), new Int32(1), 'double'],
    [Long.fromNumber(1), new Double(1), 'double'],
    [new Int32(1), Decimal128.fromString('1'), 'decimal'],
  ]
  for (const [value, by, type] of sums) {
    it(`add ${String(by)} to ${String(value)} as ${type}`, async () => {
      const collection = await collectionOf([{ _id: 1, v: value }])
      await collection.updateOne({}, { $inc: { v: by as number } })
      assert.equal(await collection.countDocuments({ v: { $type: type as 'int' } }), 1)
      assert.ok(await collection.findOne({}, exactTypes))
    })
  }

  it('count a document that stays as it is as matched and not as modified', async () => {
    const collection = await collectionOf([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
    ])
    const { matchedCount, modifiedCount } = await collection.updateMany({}, { $set: { a: 1 } })
    assert.deepEqual([matchedCount, modifiedCount], [2, 1])
  })
})
