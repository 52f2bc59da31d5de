import { Long, MongoBulkWriteError, UUID, type Collection, type Document } from 'mongodb'
import assert from 'node:assert/strict'
import { aServer, at, type Fixture } from './fixture.ts'
import { Wire } from './wire.ts'

describe('writes', () => {
  let fixture: Fixture
  let items: Collection
  before(async () => (fixture = await aServer()))
  after(() => fixture.end())
  beforeEach(async () => {
    items = fixture.client.db().collection('items')
    await items.drop()
    await items.createIndexes([{ key: { name: 1 }, unique: true }])
  })

  it('stop at the first error when they are ordered', async () => {
    const error = await items
      .insertMany([{ name: 'a' }, { name: 'a' }, { name: 'b' }])
      .catch((caught: unknown) => caught)
    assert.ok(error instanceof MongoBulkWriteError)
    assert.equal(error.result.insertedCount, 1)
    const [first] = [error.writeErrors].flat()
    assert.equal(first?.index, 1)
    assert.deepEqual(first.err.code, 11000)
    assert.equal(await items.countDocuments(), 1)
  })

  it('go on after an error when they are not, and tell all errors in order', async () => {
    const documents = [{ name: 'a' }, { name: 'a' }, { name: 'b' }, { name: 'b' }]
    const error = await items.insertMany(documents, { ordered: false }).catch((caught: unknown) => caught)
    assert.ok(error instanceof MongoBulkWriteError)
    assert.deepEqual(
      [error.writeErrors].flat().map(({ index }) => index),
      [1, 3],
    )
    assert.equal(await items.countDocuments(), 2)
  })

  it('name the key that exists already', async () => {
    await items.insertOne({ name: 'a' })
    const error = (await items.insertOne({ name: 'a' }).catch((caught: unknown) => caught)) as Document
    assert.equal(error['code'], 11000)
    assert.deepEqual(error['keyPattern'], { name: 1 })
    assert.deepEqual(error['keyValue'], { name: 'a' })
    assert.match(
      String(error['message']),
      /^E11000 duplicate key error collection: test\.items index: name_1 dup key: \{ name: "a" \}$/,
    )
  })

  it('leave the document alone when an update would break a unique index', async () => {
    await items.insertMany([
      { _id: 1 as never, name: 'a', n: 1 },
      { _id: 2 as never, name: 'b', n: 2 },
    ])
    await assert.rejects(items.updateOne({ name: 'b' }, { $set: { name: 'a', n: 9 } }), { code: 11000 })
    assert.deepEqual(await items.findOne({ _id: 2 as never }), { _id: 2, name: 'b', n: 2 })
    assert.deepEqual((await fixture.client.db().command({ validate: 'items' }))['errors'], [])
  })

  it('are done once when a driver sends them again', async () => {
    const wire = await Wire.open(fixture.server.listening)
    const again = { lsid: { id: new UUID() }, $db: 'test' }
    const insert = {
      insert: 'items',
      documents: [{ _id: 1, name: 'x', n: 0 }],
      ...again,
      txnNumber: Long.fromNumber(1),
    }
    for (let time = 0; time < 2; time++) assert.deepEqual(await wire.ask(insert), { n: 1, ok: 1 })
    const updates = [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }]
    const increase = { update: 'items', updates, ...again, txnNumber: Long.fromNumber(2) }
    for (let time = 0; time < 3; time++) assert.equal((await wire.ask(increase))?.['nModified'], 1)
    assert.equal((await items.findOne({ name: 'x' }))?.['n'], 1)
    assert.equal((await wire.ask(insert))?.['codeName'], 'TransactionTooOld')
    wire.socket.destroy()
  })

  it('are done once when they are sent again to a server that was started again', async () => {
    const modify = {
      ...{ findAndModify: 'items', query: { _id: 1 }, update: { $inc: { n: 1 } }, upsert: true, new: true },
      ...{ lsid: { id: new UUID() }, txnNumber: Long.fromNumber(5), $db: 'test' },
    }
    const own = await aServer()
    const first = await Wire.open(own.server.listening)
    const before = await first.ask(modify)
    await own.client.close()
    await own.server.stop()
    const next = await aServer({ folder: own.folder })
    const second = await Wire.open(next.server.listening)
    assert.deepEqual(await second.ask(modify), before)
    assert.equal((await next.client.db().collection('items').findOne())?.['n'], 1)
    second.socket.destroy()
    await next.end()
  })

  it('refuse a document above 16 MB and an _id that can not be one', async () => {
    const tooLarge = { insert: 'items', documents: [{ text: 'x'.repeat(16 * 1024 * 1024 - 10) }] }
    const refused = await fixture.client.db().command(tooLarge)
    assert.equal(at(refused, 'writeErrors.0.code'), 10334)
    for (const _id of [[1], /x/]) await assert.rejects(items.insertOne({ _id: _id as never, name: 'q' }), { code: 53 })
    assert.equal(await items.countDocuments(), 0)
  })

  it('store a document of nearly 16 MB and give it back', async () => {
    const text = 'x'.repeat(16 * 1024 * 1024 - 100)
    await items.insertOne({ _id: 1 as never, text, name: 'big' })
    assert.equal(at(await items.findOne({ name: 'big' }), 'text.length'), text.length)
  })

  it('keep the natural order and find by every one of a thousand updates', async () => {
    await items.insertMany(Array.from({ length: 1000 }, (_, n) => ({ name: `n${n}`, n })))
    const { modifiedCount } = await items.updateMany(
      { n: { $gte: 500 } },
      { $inc: { n: 1000 }, $set: { changed: true } },
    )
    assert.equal(modifiedCount, 500)
    assert.equal(await items.countDocuments({ changed: true }), 500)
    const names = (await items.find().toArray()).map(({ name }) => name as string)
    assert.deepEqual(
      names,
      Array.from({ length: 1000 }, (_, n) => `n${n}`),
    )
  })

  it('update a document once although it moves ahead in the index that finds it', async () => {
    await items.createIndexes([{ key: { n: 1 } }])
    await items.insertMany(Array.from({ length: 300 }, (_, n) => ({ name: `n${n}`, n })))
    assert.equal((await items.updateMany({ n: { $gte: 0 } }, { $inc: { n: 100000 } })).modifiedCount, 300)
    assert.equal(await items.countDocuments({ n: { $lt: 200000 } }), 300)
  })

  it('do a bulkWrite over several collections', async () => {
    const reply = await fixture.client.db('admin').command({
      bulkWrite: 1,
      ops: [
        { insert: 0, document: { _id: 1, n: 1 } },
        { insert: 1, document: { _id: 1, n: 1 } },
        { update: 0, filter: { _id: 1 }, updateMods: { $inc: { n: 1 } }, multi: false },
        { delete: 1, filter: { _id: 1 }, multi: false },
        { insert: 0, document: { _id: 1 } },
      ],
      nsInfo: [{ ns: 'test.one' }, { ns: 'test.two' }],
    })
    assert.deepEqual(
      ['nInserted', 'nMatched', 'nModified', 'nDeleted', 'nErrors'].map((field) => reply[field] as number),
      [2, 1, 1, 1, 1],
    )
    assert.equal(at(reply, 'cursor.firstBatch.4.code'), 11000)
  })

  it('refuse transactions of several statements', async () => {
    const session = fixture.client.startSession()
    session.startTransaction()
    await assert.rejects(items.insertOne({ name: 't' }, { session }), { code: 263 })
    await session.endSession()
    assert.equal(await items.countDocuments(), 0)
  })

  it('are seen by every read that begins after the answer, also while the data file is written', async () => {
    const until = performance.now() + 700
    const writeAndRead = async (writer: number): Promise<void> => {
      for (let n = 0; performance.now() < until; n++) {
        await items.insertOne({ name: `${writer}-${n}` })
        assert.equal(await items.countDocuments({ name: `${writer}-${n}` }), 1)
      }
    }
    await Promise.all([0, 1, 2, 3].map(writeAndRead))
  })

  it('are on the disk before the answer with j', async () => {
    await items.insertOne({ name: 'j' }, { writeConcern: { w: 1, journal: true } })
    assert.equal(await items.countDocuments({ name: 'j' }), 1)
  })
})
