import assert from 'node:assert/strict'
import { ServerError } from '../../../src/embedded-mongodb/errors.ts'
import {
  type Document,
  applyUpdate,
  compileExpression,
  compileFilter,
  decode,
  encode,
  fieldKey,
  fieldName,
} from '../../../src/embedded-mongodb/semantics/index.ts'

/** A document as it comes from a client: names that JavaScript knows are marked by decoding. */
function received(json: string): Document {
  const parsed = JSON.parse(json, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([name, field]: [string, unknown]) => [fieldKey(name), field]))
      : value,
  ) as Document
  return decode(encode(parsed))
}

describe('field names that JavaScript knows', () => {
  it('are missing until a document has them', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'a.constructor', 'a.__proto__.x']) {
      const filter = received(JSON.stringify({ [name]: { $exists: true } }))
      assert.ok(!compileFilter(filter).matches(received('{"a":{}}')), name)
    }
    assert.ok(compileFilter(received('{"constructor":1}')).matches(received('{"constructor":1}')))
    assert.equal(compileExpression('$constructor.name')({}), undefined)
  })

  it('are set like any other and pollute nothing', () => {
    const update = received('{"$set":{"__proto__.x":1,"a.constructor.prototype.y":2}}')
    const result = applyUpdate(received('{"_id":1}'), update)
    assert.deepEqual(Object.keys(result).map(fieldName), ['_id', '__proto__', 'a'])
    assert.equal(({} as Document)['x'], undefined)
    assert.equal(({} as Document)['y'], undefined)
  })

  it('are no operators, types or units', () => {
    for (const expression of [
      '{"$constructor":1}',
      '{"$convert":{"input":1,"to":"toString"}}',
      '{"$dateTrunc":{"date":"$$NOW","unit":"constructor"}}',
    ]) {
      assert.throws(() => compileExpression(received(expression))({}), ServerError, expression)
    }
    assert.throws(() => compileFilter({ a: { $type: 'constructor' } }), ServerError)
    assert.throws(() => compileFilter({ a: { $toString: 1 } }), ServerError)
  })

  it('of digits stay in their order and are found', () => {
    const update = { $set: { 'm.10': 1, 'm.9': 2 } }
    const result = decode(encode(applyUpdate({ _id: 1, m: { b: 1 } }, update)))
    assert.deepEqual(Object.keys(result['m'] as Document).map(fieldName), ['b', '9', '10'])
    assert.ok(compileFilter({ 'm.10': 1 }).matches(result))
  })
})
