import { serialize } from 'bson'
import assert from 'node:assert/strict'
import { aServer, at, type Fixture } from './fixture.ts'
import { frameOf, section, sequence, Wire } from './wire.ts'

const ping = section({ ping: 1, $db: 'admin' })

describe('the wire protocol', () => {
  let fixture: Fixture
  before(async () => (fixture = await aServer()))
  after(() => fixture.end())
  const open = (): Promise<Wire> => Wire.open(fixture.server.listening)

  it('answers the legacy hello of older drivers with OP_REPLY', async () => {
    const wire = await open()
    const query = Buffer.concat([
      Buffer.from('admin.$cmd\0'),
      Buffer.from([0, 0, 0, 0, 255, 255, 255, 255]),
      serialize({ isMaster: 1, helloOk: true }),
    ])
    wire.send(frameOf({ opCode: 2004, payload: query }))
    const answer = await wire.answer()
    assert.equal(answer?.body['ismaster'], true)
    assert.equal(answer.body['helloOk'], true)
    assert.equal(answer.responseTo, 7)
    wire.socket.destroy()
  })

  it('takes documents as a sequence', async () => {
    const wire = await open()
    const documents = [{ _id: 1 }, { _id: 2 }, { _id: 1 }]
    wire.send(
      frameOf({
        payload: Buffer.concat([
          section({ insert: 'seq', ordered: false, $db: 'wire' }),
          sequence('documents', documents),
        ]),
      }),
    )
    const answer = await wire.answer()
    assert.equal(answer?.body['n'], 2)
    assert.equal(at(answer.body, 'writeErrors.0.index'), 2)
    wire.socket.destroy()
  })

  it('takes a frame with a right checksum and ends the connection for a wrong one', async () => {
    const wire = await open()
    wire.send(frameOf({ payload: ping, checksum: true }))
    assert.equal((await wire.answer())?.body['ok'], 1)
    const wrong = frameOf({ payload: ping, checksum: true })
    wrong.writeUInt32LE(1, wrong.length - 4)
    wire.send(wrong)
    assert.equal(await wire.answer(), undefined)
  })

  it('does not answer a message with moreToCome, and does what it says', async () => {
    const wire = await open()
    wire.send(
      frameOf({ flags: 2, requestId: 1, payload: section({ insert: 'quiet', documents: [{ _id: 1 }], $db: 'wire' }) }),
    )
    wire.send(frameOf({ requestId: 2, payload: section({ count: 'quiet', $db: 'wire' }) }))
    const answer = await wire.answer()
    assert.equal(answer?.responseTo, 2)
    assert.equal(answer.body['n'], 1)
    wire.socket.destroy()
  })

  it('answers requests that come together, and in pieces, in their order', async () => {
    const wire = await open()
    const bytes = Buffer.concat([1, 2, 3].map((requestId) => frameOf({ requestId, payload: ping })))
    wire.send(bytes.subarray(0, 30))
    await new Promise((resolve) => setImmediate(resolve))
    wire.send(bytes.subarray(30))
    for (const expected of [1, 2, 3]) assert.equal((await wire.answer())?.responseTo, expected)
    wire.socket.destroy()
  })

  it('streams hello to a monitor that asks for it', async () => {
    const wire = await open()
    const first = await wire.ask({ hello: 1, $db: 'admin' })
    const awaiting = { hello: 1, topologyVersion: at(first, 'topologyVersion'), maxAwaitTimeMS: 20, $db: 'admin' }
    wire.send(frameOf({ flags: 0x10000, requestId: 9, payload: section(awaiting) }))
    const [one, two] = [await wire.answer(), await wire.answer()]
    assert.equal(one?.flags, 2)
    assert.equal(one.responseTo, 9)
    assert.equal(two?.responseTo, one.requestId)
    wire.socket.destroy()
  })

  it('refuses an unknown command and goes on', async () => {
    const wire = await open()
    const refused = await wire.ask({ fly: 1, $db: 'admin' })
    assert.deepEqual([refused?.['code'], refused?.['codeName']], [59, 'CommandNotFound'])
    assert.equal((await wire.ask({ ping: 1, $db: 'admin' }))?.['ok'], 1)
    wire.socket.destroy()
  })

  const malformed: [string, () => Buffer][] = [
    ['a length below the header', () => Buffer.from([8, 0, 0, 0, 1, 2, 3, 4])],
    ['a length above the limit', () => Buffer.from([0, 0, 0, 127, 0, 0, 0, 0])],
    ['a negative length', () => Buffer.from([255, 255, 255, 255])],
    ['an unknown opcode', () => frameOf({ opCode: 2099, payload: ping })],
    ['unknown required flags', () => frameOf({ flags: 4, payload: ping })],
    ['no section', () => frameOf({ payload: Buffer.alloc(0) })],
    ['two bodies', () => frameOf({ payload: Buffer.concat([ping, ping]) })],
    ['a section of an unknown kind', () => frameOf({ payload: Buffer.concat([Buffer.from([7]), ping]) })],
    ['a body that is longer than its frame', () => frameOf({ payload: Buffer.from([0, 200, 0, 0, 0, 0]) })],
    ['BSON that is none', () => frameOf({ payload: Buffer.from([0, 12, 0, 0, 0, 99, 97, 0, 1, 2, 3, 4, 0]) })],
  ]
  for (const [name, bytes] of malformed) {
    it(`ends a connection for ${name}, and no other`, async () => {
      const [wire, other] = [await open(), await open()]
      wire.send(bytes())
      assert.equal(await wire.answer(), undefined)
      assert.equal((await other.ask({ ping: 1, $db: 'admin' }))?.['ok'], 1)
      other.socket.destroy()
    })
  }
})
