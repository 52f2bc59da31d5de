import { Long, type Collection, type Document } from 'mongodb'
import assert from 'node:assert/strict'
import { Cursors } from '../../src/embedded-mongodb/commands/cursors.ts'
import { aServer, at, type Fixture } from './fixture.ts'

describe('cursors', () => {
  let fixture: Fixture
  let items: Collection
  before(async () => {
    fixture = await aServer()
    items = fixture.client.db().collection('items')
    await items.insertMany(Array.from({ length: 500 }, (_, n) => ({ n, text: 'x'.repeat(100) })))
    await items.createIndexes([{ key: { n: 1 } }])
  })
  after(() => fixture.end())
  const command = (body: Document): Promise<Document> => fixture.client.db().command(body)
  const idOf = (reply: Document): Long => Long.fromValue(at(reply, 'cursor.id') as Long)

  it('give 101 documents first, and then what is asked for', async () => {
    const first = await command({ find: 'items' })
    assert.equal(at(first, 'cursor.firstBatch.length'), 101)
    const next = await command({ getMore: idOf(first), collection: 'items', batchSize: 10 })
    assert.equal(at(next, 'cursor.nextBatch.length'), 10)
    const rest = await command({ getMore: idOf(first), collection: 'items' })
    assert.equal(at(rest, 'cursor.nextBatch.length'), 389)
    assert.ok(idOf(rest).isZero())
  })

  it('open without documents for a batch size of 0', async () => {
    const first = await command({ find: 'items', batchSize: 0 })
    assert.equal(at(first, 'cursor.firstBatch.length'), 0)
    assert.ok(!idOf(first).isZero())
    await command({ killCursors: 'items', cursors: [idOf(first)] })
  })

  it('end with the limit, and at once for a single batch', async () => {
    assert.ok(idOf(await command({ find: 'items', limit: 5 })).isZero())
    assert.ok(idOf(await command({ find: 'items', batchSize: 5, singleBatch: true })).isZero())
    await assert.rejects(command({ find: 'items', limit: -5 }), { code: 51024 })
  })

  it('are gone when they are killed or belong to another collection', async () => {
    const first = await command({ find: 'items', batchSize: 2 })
    await assert.rejects(command({ getMore: idOf(first), collection: 'others' }), { code: 13 })
    const killed = await command({ killCursors: 'items', cursors: [idOf(first), Long.fromNumber(7)] })
    assert.deepEqual([at(killed, 'cursorsKilled.length'), at(killed, 'cursorsNotFound.length')], [1, 1])
    await assert.rejects(command({ getMore: idOf(first), collection: 'items' }), {
      code: 43,
      codeName: 'CursorNotFound',
    })
  })

  it('read on where they were, whatever is written meanwhile', async () => {
    const cursor = items
      .find({ n: { $gte: 0 } })
      .sort({ n: 1 })
      .batchSize(10)
    const seen: number[] = []
    for await (const { n } of cursor) {
      seen.push(n as number)
      if (seen.length === 15) await items.insertOne({ n: 499.5 })
      if (seen.length === 20) await items.deleteOne({ n: 450 })
    }
    await items.deleteOne({ n: 499.5 })
    await items.insertOne({ n: 450, text: '' })
    assert.equal(seen.length, 500)
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    )
  })

  it('end with their session', async () => {
    const session = fixture.client.startSession()
    const cursor = items.find({}, { session, batchSize: 2 })
    await cursor.next()
    const open = async (): Promise<number> =>
      at(await command({ serverStatus: 1 }), 'metrics.cursor.open.total') as number
    const before = await open()
    await command({ endSessions: [session.id] })
    assert.equal(await open(), before - 1)
    await cursor.close()
    await session.endSession()
  })

  it('end when nobody reads them for ten minutes', async () => {
    const cursors = new Cursors()
    const rows = [Buffer.from([5, 0, 0, 0, 0]), Buffer.from([5, 0, 0, 0, 0])].values()
    await cursors.start({ ns: 'a.b', rows }, { batchSize: 1, single: false })
    await cursors.sweep(Date.now() + 9 * 60_000)
    assert.equal(cursors.size, 1)
    await cursors.sweep(Date.now() + 11 * 60_000)
    assert.equal(cursors.size, 0)
  })

  it('do not follow a collection that is not capped', async () => {
    await assert.rejects(items.find({}, { tailable: true }).toArray(), { code: 2 })
  })

  it('keep a batch below 16 MB', async () => {
    const large = fixture.client.db().collection('large')
    await large.insertMany(Array.from({ length: 5 }, (_, n) => ({ n, text: 'x'.repeat(5_000_000) })))
    const first = await command({ find: 'large' })
    assert.equal(at(first, 'cursor.firstBatch.length'), 3)
    assert.equal((await large.find().toArray()).length, 5)
  })

  it('stop at maxTimeMS', async () => {
    const wide = fixture.client.db().collection('wide')
    await wide.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n })))
    const slow = wide.find({
      $expr: {
        $gt: [
          {
            $strLenCP: { $reduce: { input: { $range: [0, 50] }, initialValue: '', in: { $concat: ['$$value', 'x'] } } },
          },
          60,
        ],
      },
    })
    await assert.rejects(slow.maxTimeMS(30).toArray(), { code: 50, codeName: 'MaxTimeMSExpired' })
  })

  it('let other connections in while a long one reads', async () => {
    const slow = fixture.client
      .db()
      .collection('wide')
      .find({
        $expr: {
          $gt: [{ $reduce: { input: { $range: [0, 30] }, initialValue: 0, in: { $add: ['$$value', 1] } } }, 60],
        },
      })
      .toArray()
    let answered = 0
    const state = { isOver: false }
    void slow.finally(() => (state.isOver = true))
    while (!state.isOver) {
      await command({ ping: 1 })
      answered++
    }
    await slow
    assert.ok(answered > 10, `${answered} answers meanwhile`)
  })

  it('limit what a sort may hold', async function () {
    this.timeout(60_000)
    const heavy = fixture.client.db().collection('heavy')
    const text = 'x'.repeat(1_000_000)
    for (let part = 0; part < 12; part++)
      await heavy.insertMany(Array.from({ length: 10 }, (_, n) => ({ n, part, text })))
    await assert.rejects(heavy.find().sort({ n: 1 }).toArray(), { code: 292 })
    assert.equal((await heavy.find().sort({ part: -1, n: 1 }).limit(3).toArray()).length, 3)
  })
})
