import assert from 'node:assert/strict'
import { BSON, Long } from 'bson'
import fc from 'fast-check'
import { ServerError } from '../../../src/embedded-mongodb/errors.ts'
import { DbPointer, ObjectId, decode, encode, fieldKey, sizeOf } from '../../../src/embedded-mongodb/semantics/index.ts'
import { anyDocument } from './arbitrary.ts'

describe('decoding and encoding', () => {
  it('gives the same bytes again, for any document', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const bytes = encode(document)
        assert.deepEqual(encode(decode(bytes)), bytes)
        assert.equal(sizeOf(document), bytes.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads what bson writes and writes what bson reads', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'äöü', '😀'), fc.jsonValue(), { noNullPrototype: true }),
        (document) => {
          const bytes = BSON.serialize(document)
          assert.deepEqual(encode(decode(bytes)), Buffer.from(bytes))
        },
      ),
    )
  })

  it('keeps the order of fields with names of digits, and names that objects have already', () => {
    const names = ['b', '10', '2', '__proto__', 'constructor', 'a', '007']
    const bytes = encode(Object.fromEntries(names.map((name, index) => [fieldKey(name), index])))
    const keys = Object.keys(decode(bytes))
    assert.deepEqual(
      keys.map((key) => key.replace('\0', '')),
      names,
    )
    assert.equal(Object.getPrototypeOf(decode(bytes)), Object.prototype)
  })

  it('leaves out undefined in documents and writes null for it in arrays', () => {
    assert.deepEqual(decode(encode({ a: undefined, b: [undefined, 1] })), { b: [null, 1] })
  })

  it('takes the driver’s Long and keeps a pointer’s parts', () => {
    assert.deepEqual(decode(encode({ a: Long.fromNumber(5) })), { a: 5n })
    const id = new ObjectId()
    const { p } = decode(encode({ p: new DbPointer('db.c', id) })) as { p: DbPointer }
    assert.equal(p.namespace, 'db.c')
    assert.ok(p.id.equals(id))
  })

  it('copies what it reads, so that the buffer may be used again', () => {
    const bytes = encode({ s: 'a longer text that is not copied byte by byte', b: Buffer.from([1, 2, 3]) })
    const document = decode(bytes)
    const before = encode(document)
    bytes.fill(0)
    assert.deepEqual(encode(document), before)
  })

  it('refuses what is no document without reading outside of it', () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(), fc.nat({ max: 255 }), (document, at, byte) => {
        const bytes = encode(document)
        bytes[at % bytes.length] = byte
        try {
          decode(bytes)
        } catch (error) {
          assert.ok(error instanceof ServerError, String(error))
        }
      }),
      { numRuns: 3000 },
    )
    for (const bytes of [[], [5, 0, 0, 0], [4, 0, 0, 0, 0], [255, 255, 255, 127, 0]]) {
      assert.throws(() => decode(Uint8Array.from(bytes)), ServerError)
    }
  })

  it('refuses documents nested deeper than 200 levels', () => {
    let nested: Record<string, unknown> = {}
    for (let i = 0; i < 250; i++) nested = { a: nested }
    assert.throws(
      () => encode(nested),
      (error) => error instanceof ServerError && error.codeName === 'Overflow',
    )
  })
})
