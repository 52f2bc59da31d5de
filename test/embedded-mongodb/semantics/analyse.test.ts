import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  BSONRegExp,
  type Bounds,
  analyseFilter,
  compareValues,
  compileFilter,
  isMissingAt,
  valuesAt,
} from '../../../src/embedded-mongodb/semantics/index.ts'
import { typeByte } from '../../../src/embedded-mongodb/semantics/keys.ts'
import { fewValues } from './arbitrary.ts'

const path = fc.constantFrom('a', 'b', 'a.b', 'a.b.c', 'b.a')
const operators = fc.oneof(
  fc.tuple(
    fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'),
    fewValues.filter((value) => !(value instanceof BSONRegExp) && typeByte(value) !== 2),
  ),
  fc.tuple(
    fc.constantFrom('$in', '$nin', '$all'),
    fc.array(
      fewValues.filter((value) => typeByte(value) !== 2),
      { maxLength: 3 },
    ),
  ),
  fc.tuple(fc.constant('$exists'), fc.boolean()),
  fc.tuple(fc.constant('$type'), fc.constantFrom('int', 'string', 'array', 'null', 'object')),
  fc.tuple(fc.constant('$size'), fc.nat({ max: 2 })),
  fc.tuple(fc.constant('$regex'), fc.constantFrom('^a', '^ab', 'b', '^a?b')),
)
const one = ([name, operand]: [string, unknown]): Record<string, unknown> => ({ [name]: operand })
const condition = fc.oneof(
  fewValues.filter((value) => typeByte(value) !== 2),
  fc.array(operators, { minLength: 1, maxLength: 2 }).map(Object.fromEntries),
  fc.array(operators, { minLength: 1, maxLength: 2 }).map((list) => ({ $elemMatch: Object.fromEntries(list) })),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), operators)
    .map(([key, operator]) => ({ $elemMatch: { [key]: one(operator) } })),
  operators.map((operator) => ({ $not: Object.fromEntries([operator]) })),
)
const simple = fc.tuple(path, condition).map(([key, value]) => one([key, value]))
const filters = fc.oneof(
  simple,
  fc.array(simple, { minLength: 1, maxLength: 3 }).map((list) => ({ $and: list })),
  fc.tuple(simple, simple).map(([a, b]) => ({ ...a, ...b })),
)
const documents = fc
  .dictionary(fc.constantFrom('a', 'b'), fewValues, { noNullPrototype: true })
  .map((doc) => ({ ...doc }))

/** Whether a document's values in an index on the path allow for a match, by each of the bounds by itself. */
function allows(bounds: Bounds, values: readonly unknown[]): boolean {
  const { eq, lower, upper, prefix } = bounds
  const above = (value: unknown) => {
    if (!lower) return true
    const order = compareValues(value, lower.value)
    return typeByte(value) === typeByte(lower.value) && (order > 0 || (lower.inclusive && order === 0))
  }
  const below = (value: unknown) => {
    if (!upper) return true
    const order = compareValues(value, upper.value)
    return typeByte(value) === typeByte(upper.value) && (order < 0 || (upper.inclusive && order === 0))
  }
  const isListed = (value: unknown) => !eq || eq.some((wanted) => compareValues(value, wanted) === 0)
  const begins = (value: unknown) =>
    prefix === undefined || value instanceof BSONRegExp || (typeof value === 'string' && value.startsWith(prefix))
  const inLimits = bounds.together
    ? values.some((value) => above(value) && below(value))
    : values.some(above) && values.some(below)
  return inLimits && values.some(isListed) && values.some(begins)
}

describe('analysis of filters', () => {
  it('never excludes a matching document', () => {
    let matches = 0
    fc.assert(
      fc.property(filters, documents, (filter, doc) => {
        if (!compileFilter(filter).matches(doc)) return
        matches++
        for (const [at, bounds] of analyseFilter(filter)) {
          assert.ok(allows(bounds, valuesAt(doc, at)), `${at} excludes`)
          if (bounds.exists) assert.ok(!isMissingAt(doc, at), `${at} is missing`)
        }
      }),
      { numRuns: 20000 },
    )
    assert.ok(matches > 1000, `only ${matches} matched`)
  })

  it('finds equalities, limits and prefixes through $and and $elemMatch', () => {
    const bounds = analyseFilter({
      a: 1,
      $and: [{ b: { $gt: 1 } }, { b: { $lte: 5 } }],
      c: { $elemMatch: { x: 'y' } },
      d: { $elemMatch: { $gte: 1, $lt: 3 } },
      e: new BSONRegExp('^abc', ''),
      f: { $in: [1, 2] },
      g: { $gt: 3, $gte: 7 },
    })
    assert.deepEqual(bounds.get('a'), { eq: [1], exists: true })
    assert.deepEqual(bounds.get('b'), {
      lower: { value: 1, inclusive: false },
      upper: { value: 5, inclusive: true },
      exists: true,
    })
    assert.deepEqual(bounds.get('c.x'), { eq: ['y'], exists: true })
    assert.equal(bounds.get('d')?.together, true)
    assert.equal(bounds.get('e')?.prefix, 'abc')
    assert.deepEqual(bounds.get('f')?.eq, [1, 2])
    assert.deepEqual(bounds.get('g')?.lower, { value: 7, inclusive: true })
  })

  it('says nothing of what it can’t be sure of', () => {
    const bounds = analyseFilter({
      'a.0': 1,
      $or: [{ b: 1 }, { c: 1 }],
      d: { $not: { $gt: 5 } },
      e: { $nin: [1] },
      f: { $gt: [1] },
      g: new BSONRegExp('^abc', 'i'),
      h: { $exists: false },
    })
    assert.deepEqual([...bounds], [['g', { exists: true }]])
  })
})
