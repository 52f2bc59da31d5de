import fc from 'fast-check'
import { serialize, type Document } from 'bson'
import assert from 'node:assert/strict'
import { aServer, at, type Fixture } from './fixture.ts'
import { frameOf, section, sequence, Wire } from './wire.ts'

/** The long form: `--fuzz-runs=10000` after mocha's own arguments. */
const runs = Number(/--fuzz-runs=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 250)

const json = fc.jsonValue({ maxDepth: 3 })
const commandName = fc.constantFrom(
  'find',
  'insert',
  'update',
  'delete',
  'aggregate',
  'count',
  'distinct',
  'findAndModify',
  'createIndexes',
  'hello',
  'getMore',
  'killCursors',
  'explain',
  'listCollections',
  'bulkWrite',
  'saslStart',
  'collMod',
)
const fieldName = fc.constantFrom(
  'filter',
  'documents',
  'updates',
  'deletes',
  'pipeline',
  'cursor',
  'query',
  'key',
  'update',
  'indexes',
  'sort',
  'projection',
  'limit',
  'skip',
  'batchSize',
  'lsid',
  'txnNumber',
  'collation',
  'hint',
  'ops',
  'nsInfo',
)
const operatorName = fc.constantFrom(
  '$gt',
  '$in',
  '$set',
  '$inc',
  '$push',
  '$elemMatch',
  '$match',
  '$group',
  '$expr',
  '$and',
  '$not',
  '$each',
  '$slice',
  'a',
  'a.b',
  'a.$',
  '_id',
  '',
  '$',
)
const nested: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    json,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(operatorName, tie('value'), { maxKeys: 3 }),
  ),
})).value
const oddCommand = fc
  .tuple(commandName, fc.oneof(fc.constant('fuzzed'), json), fc.dictionary(fieldName, nested, { maxKeys: 5 }))
  .map(([name, target, fields]): Document => ({ [name]: target, ...fields, $db: 'fuzz' }))

/** A right frame with some bytes changed. */
const damaged = fc
  .tuple(oddCommand, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }), fc.boolean())
  .map(([command, changes, withSequence]) => {
    const payload = Buffer.concat([
      section(command),
      ...(withSequence ? [sequence('documents', [{ _id: 1, a: 'b' }])] : []),
    ])
    const frame = frameOf({ payload })
    for (const [at, byte] of changes) frame[at % frame.length] = byte
    return frame
  })
const noise = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes))
const oddFrame = oddCommand.map((command) => frameOf({ payload: section(command) }))

describe('frames and documents that make no sense', () => {
  let fixture: Fixture
  let steady: Wire
  before(async () => {
    fixture = await aServer()
    steady = await Wire.open(fixture.server.listening)
    await steady.ask({ insert: 'fuzzed', documents: [{ _id: 1, a: [1, { b: 2 }] }], $db: 'fuzz' })
  })
  after(async () => {
    steady.socket.destroy()
    await fixture.end()
  })

  it('hurt no other connection and leave nothing behind', async function () {
    this.timeout(600_000)
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, oddFrame, noise), async (bytes) => {
        const wire = await Wire.open(fixture.server.listening)
        wire.send(bytes)
        wire.socket.end()
        for (let answer = await wire.answer(); answer; answer = await wire.answer()) {
          assert.notEqual(answer.body['code'], 1, `an internal error: ${String(answer.body['errmsg'])}`)
        }
        wire.socket.destroy()
        assert.equal((await steady.ask({ ping: 1, $db: 'admin' }))?.['ok'], 1)
      }),
      { numRuns: runs },
    )
    const status = await steady.ask({ serverStatus: 1, $db: 'admin' })
    assert.ok(Number(at(status, 'connections.current')) < 8, 'connections are open')
    const listed = await steady.ask({ listCollections: 1, $db: 'fuzz' })
    for (const { name } of at(listed, 'cursor.firstBatch') as { name: string }[]) {
      assert.deepEqual((await steady.ask({ validate: name, $db: 'fuzz' }))?.['errors'], [])
    }
  })

  it('are refused as documents when they can not be stored', async () => {
    const truncated = serialize({ _id: 5, text: 'abc' })
    new DataView(truncated.buffer, truncated.byteOffset).setInt32(0, truncated.length + 4, true)
    const wire = await Wire.open(fixture.server.listening)
    const inner = Buffer.concat([Buffer.from('documents\0'), truncated])
    const length = Buffer.alloc(5)
    length[0] = 1
    length.writeInt32LE(inner.length + 4, 1)
    wire.send(frameOf({ payload: Buffer.concat([section({ insert: 'fuzzed', $db: 'fuzz' }), length, inner]) }))
    const answer = await wire.answer()
    assert.notEqual(answer?.body['ok'], 1)
    wire.socket.destroy()
  })
})
