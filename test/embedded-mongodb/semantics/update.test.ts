import assert from 'node:assert/strict'
import fc from 'fast-check'
import { ServerError } from '../../../src/embedded-mongodb/errors.ts'
import {
  Decimal128,
  type Document,
  Double,
  applyUpdate,
  documentForUpsert,
  double,
  encode,
} from '../../../src/embedded-mongodb/semantics/index.ts'
import { anyNumber, fewValues } from './arbitrary.ts'

const path = fc.constantFrom('a', 'b', 'a.b', 'a.0', 'a.$[]', 'a.$[].b', 'a.$', 'b.c.d', 'c')
const operation = fc.oneof(
  fc.tuple(fc.constantFrom('$set', '$push', '$addToSet', '$pull', '$min', '$max', '$unset'), fewValues),
  fc.tuple(fc.constantFrom('$inc', '$mul'), anyNumber),
  fc.tuple(fc.constant('$pop'), fc.constantFrom(1, -1)),
  fc.tuple(fc.constant('$rename'), fc.constantFrom('c', 'd.e', 'b')),
)
const updates = fc
  .array(fc.tuple(operation, path), { minLength: 1, maxLength: 3 })
  .map((list) => Object.fromEntries(list.map(([[operator, operand], at]) => [operator, { [at]: operand }])))
const documents = fc
  .dictionary(fc.constantFrom('a', 'b', 'c'), fewValues, { noNullPrototype: true })
  .map((doc): Document => ({ _id: 1, ...doc }))

describe('updates', () => {
  it('never change the document that they are given', () => {
    let changes = 0
    fc.assert(
      fc.property(documents, updates, (doc, update) => {
        const before = encode(doc)
        try {
          const after = applyUpdate(doc, update, { filter: { a: { $exists: true } } })
          if (after !== doc) changes++
          assert.equal(after === doc, encode(after).equals(before), 'a new object exactly when something changed')
        } catch (error) {
          assert.ok(error instanceof ServerError, String(error))
        }
        assert.deepEqual(encode(doc), before)
      }),
      { numRuns: 5000 },
    )
    assert.ok(changes > 500, `only ${changes} changed something`)
  })

  it('keep MongoDB’s type of numbers', () => {
    const sums: [value: unknown, by: unknown, sum: unknown][] = [
      [1, 2, 3],
      [2147483647, 1, 2147483648n],
      [1, 2n, 3n],
      [double(1), 2, double(3)],
      [1, 0.5, 1.5],
      [0.5, 0.5, new Double(1)],
      [2n ** 53n, 1, 2n ** 53n + 1n],
      [1, Decimal128.fromString('0.10'), Decimal128.fromString('1.10')],
      [0.1, Decimal128.fromString('1'), Decimal128.fromString('1.1')],
    ]
    for (const [value, by, sum] of sums) {
      assert.deepEqual(encode(applyUpdate({ a: value }, { $inc: { a: by } })), encode({ a: sum }))
      assert.deepEqual(encode(applyUpdate({ a: by }, { $inc: { a: value } })), encode({ a: sum }))
    }
  })

  it('put the fields of an upsert’s filter in order and _id first', () => {
    const inserted = documentForUpsert({ z: 1, 'm.b': 2, $and: [{ a: { $eq: 3 } }], _id: 4 }, { $set: { k: 1 } })
    assert.deepEqual(Object.keys(inserted), ['_id', 'a', 'm', 'z', 'k'])
  })
})
