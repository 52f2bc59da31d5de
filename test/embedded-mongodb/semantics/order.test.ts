import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  bsonUndefined,
  compareValues,
  descendingKey,
  parseCollation,
  sortableKey,
} from '../../../src/embedded-mongodb/semantics/index.ts'
import { anyNumber, anyValue } from './arbitrary.ts'

const runs = { numRuns: 2000 }

describe('order of values', () => {
  const ascending: unknown[] = [
    new MinKey(),
    undefined,
    null,
    NaN,
    -Infinity,
    Decimal128.fromString('-1E400'),
    -(2n ** 63n),
    -1,
    -0.5,
    0,
    Decimal128.fromString('0.1'),
    0.1,
    1,
    2 ** 53,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    2 ** 63,
    Infinity,
    '',
    'A',
    'a',
    'a\0',
    'aa',
    'b',
    '\uffff',
    '\ud83d\ude00',
    {},
    { a: 1 },
    { a: 1, b: 1 },
    { b: 1 },
    { a: 'x' },
    [],
    [1],
    [1, 1],
    [2],
    ['a'],
    new ObjectId('000000000000000000000001'),
    new ObjectId('f00000000000000000000000'),
    false,
    true,
    new Date(-1),
    new Date(0),
    new MaxKey(),
  ]

  for (const [i, lower] of ascending.entries()) {
    const higher = ascending[i + 1]
    if (i + 1 === ascending.length) continue
    it(`puts number ${i} (${String(lower)}) below number ${i + 1} (${String(higher)})`, () => {
      assert.ok(compareValues(lower, higher) < 0)
      assert.ok(compareValues(higher, lower) > 0)
      assert.equal(compareValues(lower, lower), 0)
      assert.ok(sortableKey(lower).compare(sortableKey(higher)) < 0)
    })
  }

  it('takes numbers of different types for equal when their values are', () => {
    const ones = [1, 1n, new Double(1), Decimal128.fromString('1'), Decimal128.fromString('1.00')]
    for (const a of ones) for (const b of ones) assert.equal(compareValues(a, b), 0)
    for (const one of ones) assert.deepEqual(sortableKey(one), sortableKey(1))
    assert.equal(compareValues(-0, 0), 0)
    assert.equal(compareValues(NaN, Decimal128.fromString('NaN')), 0)
    assert.equal(compareValues(undefined, bsonUndefined), 0)
  })

  it('gives keys the order of the comparison, for any two values', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        assert.equal(sortableKey(a).compare(sortableKey(b)), Math.sign(compareValues(a, b)))
      }),
      runs,
    )
  })

  it('gives keys the order of the comparison, for any two numbers', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        assert.equal(sortableKey(a).compare(sortableKey(b)), Math.sign(compareValues(a, b)))
      }),
      runs,
    )
  })

  it('is an order: transitive and antisymmetric', () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        assert.equal(Math.sign(compareValues(a, b)), 0 - Math.sign(compareValues(b, a)))
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) assert.ok(compareValues(a, c) <= 0)
      }),
      runs,
    )
  })

  it('has no key that another one begins with, so that keys can be joined', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const [x, y] = [sortableKey(a), sortableKey(b)]
        if (x.equals(y)) return
        assert.ok(!y.subarray(0, x.length).equals(x))
        assert.equal(descendingKey(a).compare(descendingKey(b)), y.compare(x))
      }),
      runs,
    )
  })

  it('keeps keys in the order of the comparison under a collation', () => {
    const collation = parseCollation({ locale: 'en', strength: 2 })
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const order = sortableKey(a, collation).compare(sortableKey(b, collation))
        assert.equal(order, Math.sign(compareValues(a, b, collation)))
      }),
      runs,
    )
  })
})
