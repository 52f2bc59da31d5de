import type { Db } from 'mongodb'
import assert from 'node:assert/strict'
import { aServer, at, type Fixture } from './fixture.ts'

describe('collections and databases', () => {
  let fixture: Fixture
  let db: Db
  before(async () => (fixture = await aServer()))
  after(() => fixture.end())
  beforeEach(async () => {
    db = fixture.client.db('shop')
    await db.dropDatabase()
  })
  const names = async (): Promise<string[]> => (await db.listCollections().toArray()).map(({ name }) => name)

  it('come into being with their first document or by create', async () => {
    await db.collection('a').insertOne({})
    await db.createCollection('b', { collation: { locale: 'en', strength: 2 } })
    assert.deepEqual(await names(), ['a', 'b'])
    await db.collection('b').insertOne({ name: 'Ann' })
    assert.equal(await db.collection('b').countDocuments({ name: 'ANN' }), 1)
    await assert.rejects(db.createCollection('b'), { code: 48 })
    await assert.rejects(db.createCollection('c', { capped: true, size: 1000 }), { code: 115 })
    await assert.rejects(db.createCollection('$x'), { code: 73 })
  })

  it('are dropped with all they hold, at once for those who come after', async () => {
    await db.collection('a').insertMany(Array.from({ length: 3000 }, (_, n) => ({ _id: n as never, n })))
    assert.equal(await db.dropCollection('a'), true)
    assert.equal(await db.collection('a').countDocuments(), 0)
    await db.collection('a').insertOne({ _id: 1 as never })
    assert.equal(await db.collection('a').countDocuments(), 1)
    assert.deepEqual((await db.command({ validate: 'a' }))['errors'], [])
    assert.equal((await db.command({ drop: 'nothing' }))['ok'], 1)
  })

  it('are renamed, over another one when that is said', async () => {
    await db.collection('a').insertOne({ n: 1 })
    await db.collection('b').insertOne({ n: 2 })
    await assert.rejects(db.renameCollection('a', 'b'), { code: 48 })
    await db.renameCollection('a', 'b', { dropTarget: true })
    assert.deepEqual(await names(), ['b'])
    assert.equal((await db.collection('b').findOne())?.['n'], 1)
    await assert.rejects(db.renameCollection('none', 'x'), { code: 26 })
  })

  it('are listed with what they are, and filtered', async () => {
    await db.collection('a').insertOne({})
    await db.collection('b').insertOne({})
    const [first] = await db.listCollections({ name: 'b' }).toArray()
    assert.equal(first?.name, 'b')
    const { databases } = await fixture.client.db('admin').admin().listDatabases()
    assert.ok(databases.some(({ name }) => name === 'shop'))
    await db.dropDatabase()
    assert.deepEqual(await names(), [])
  })

  it('tell their figures', async () => {
    await db.collection('a').insertMany([{ n: 1 }, { n: 2 }])
    const stats = await db.command({ collStats: 'a' })
    assert.deepEqual([stats['count'], stats['nindexes'], stats['size']], [2, 1, 58])
    assert.equal((await db.stats())['objects'], 2)
    const [row] = await db
      .collection('a')
      .aggregate([{ $collStats: { count: {} } }])
      .toArray()
    assert.equal(row?.['count'], 2)
    const status = await db.command({ serverStatus: 1 })
    assert.ok(Number(at(status, 'connections.current')) > 0)
    assert.equal((await db.command({ buildInfo: 1 }))['version'], '7.0.0')
  })

  it('give distinct values, counts and explanations', async () => {
    await db.collection('a').insertMany([{ n: 1, t: ['x', 'y'] }, { n: 2, t: 'y' }, { n: 2 }])
    assert.deepEqual(await db.collection('a').distinct('n'), [1, 2])
    assert.deepEqual(await db.collection('a').distinct('t', { n: { $gte: 1 } }), ['x', 'y'])
    assert.equal((await db.command({ count: 'a', query: { n: 2 }, limit: 1 }))['n'], 1)
    const plan = await db.command({
      explain: { aggregate: 'a', pipeline: [{ $match: { _id: 1 } }, { $group: { _id: null } }], cursor: {} },
    })
    assert.equal(at(plan, 'stages.0.$cursor.queryPlanner.winningPlan.stage'), 'IDHACK')
  })

  it('take what a pipeline puts out or merges in', async () => {
    await db.collection('a').insertMany(Array.from({ length: 20 }, (_, n) => ({ _id: n as never, n, k: n % 3 })))
    await db.collection('sums').createIndexes([{ key: { total: 1 } }])
    const group = { $group: { _id: '$k', total: { $sum: '$n' } } }
    await db
      .collection('a')
      .aggregate([group, { $out: 'sums' }])
      .toArray()
    assert.deepEqual(await db.collection('sums').find().sort({ _id: 1 }).toArray(), [
      { _id: 0, total: 63 },
      { _id: 1, total: 70 },
      { _id: 2, total: 57 },
    ])
    assert.equal((await db.collection('sums').indexes()).length, 2)
    await db.collection('sums').updateOne({ _id: 0 as never }, { $set: { note: 'kept' } })
    const twice = { $addFields: { total: { $multiply: ['$total', 2] } } }
    await db
      .collection('a')
      .aggregate([group, twice, { $merge: 'sums' }])
      .toArray()
    assert.deepEqual(await db.collection('sums').findOne({ _id: 0 as never }), { _id: 0, total: 126, note: 'kept' })
    const other = [
      { $project: { _id: 1, fresh: { $literal: true } } },
      { $merge: { into: 'sums', whenMatched: 'keepExisting', whenNotMatched: 'discard' } },
    ]
    await db.collection('a').aggregate(other).toArray()
    assert.equal(await db.collection('sums').countDocuments({ fresh: true }), 0)
    assert.deepEqual(await names(), ['a', 'sums'])
  })

  it('join by an index', async () => {
    await db.collection('topics').insertMany([
      { _id: 1 as never, author: 'ann' },
      { _id: 2 as never, author: 'bob' },
    ])
    await db.collection('people').insertMany([{ name: 'ann' }, { name: 'bob' }, { name: 'eve' }])
    await db.collection('people').createIndexes([{ key: { name: 1 } }])
    const lookup = { $lookup: { from: 'people', localField: 'author', foreignField: 'name', as: 'people' } }
    const rows = await db
      .collection('topics')
      .aggregate([{ $match: { _id: 2 } }, lookup])
      .toArray()
    assert.equal(at(rows, '0.people.0.name'), 'bob')
  })
})
