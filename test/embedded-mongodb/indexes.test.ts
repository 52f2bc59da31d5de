import type { Collection, Document, IndexDescription } from 'mongodb'
import assert from 'node:assert/strict'
import { openEnvironment } from '../../src/embedded-mongodb/storage/environment.ts'
import { deleteExpired } from '../../src/embedded-mongodb/storage/expiry.ts'
import { openStore } from '../../src/embedded-mongodb/storage/store.ts'
import { aServer, at, type Fixture } from './fixture.ts'

describe('indexes', () => {
  let fixture: Fixture
  let items: Collection
  before(async () => (fixture = await aServer()))
  after(() => fixture.end())
  beforeEach(async () => {
    items = fixture.client.db().collection('items')
    await items.drop()
  })
  const index = (...indexes: IndexDescription[]): Promise<string[]> => items.createIndexes(indexes)

  /** The innermost stage, and the documents that were looked at. */
  async function explained(filter: Document, options: { sort?: Record<string, 1 | -1>; limit?: number } = {}) {
    const cursor = items.find(filter).limit(options.limit ?? 0)
    if (options.sort) cursor.sort(options.sort)
    const plan = await cursor.explain('executionStats')
    const stages: string[] = []
    let stage = at(plan, 'queryPlanner.winningPlan') as Document | undefined
    let name: string | undefined
    for (; stage; stage = (stage['inputStage'] ?? at(stage, 'inputStages.0')) as Document | undefined) {
      stages.push(stage['stage'] as string)
      name ??= stage['indexName'] as string | undefined
    }
    return {
      stages,
      name,
      documents: at(plan, 'executionStats.totalDocsExamined') as number,
      keys: at(plan, 'executionStats.totalKeysExamined') as number,
    }
  }

  it('are listed with their options', async () => {
    await index(
      { key: { a: 1, b: -1 }, name: 'two' },
      { key: { c: 1 }, unique: true, sparse: true },
      { key: { d: 1 }, partialFilterExpression: { d: { $gt: 5 } } },
      { key: { e: 1 }, expireAfterSeconds: 60 },
      { key: { f: 1 }, collation: { locale: 'en', strength: 2 } },
    )
    const listed = await items.indexes()
    assert.deepEqual(
      listed.map(({ name }) => name),
      ['_id_', 'two', 'c_1', 'd_1', 'e_1', 'f_1'],
    )
    assert.deepEqual(listed[1]?.key, { a: 1, b: -1 })
    assert.deepEqual([listed[2]?.unique, listed[2]?.sparse], [true, true])
    assert.deepEqual(listed[3]?.partialFilterExpression, { d: { $gt: 5 } })
    assert.equal(listed[4]?.expireAfterSeconds, 60)
    assert.equal(at(listed, '5.collation.strength'), 2)
  })

  it('find by equality, range and in the order of a sort without looking at other documents', async () => {
    await index({ key: { forum: 1, at: -1 } }, { key: { title: 1 } })
    await items.insertMany(Array.from({ length: 1000 }, (_, n) => ({ forum: n % 10, at: n, title: `t${n}` })))
    const list = await explained({ forum: 3 }, { sort: { at: -1 }, limit: 20 })
    assert.deepEqual(list.stages, ['LIMIT', 'FETCH', 'IXSCAN'])
    assert.equal(list.documents, 20)
    const backward = await explained({ forum: 3 }, { sort: { at: 1 }, limit: 5 })
    assert.deepEqual([backward.name, backward.documents], ['forum_1_at_-1', 5])
    assert.equal((await explained({ forum: 3, at: { $gte: 500, $lt: 600 } })).documents, 10)
    assert.equal((await explained({ forum: 3 }, { sort: { title: 1 } })).stages[0], 'SORT')
    assert.deepEqual((await explained({}, { sort: { title: 1 }, limit: 3 })).name, 'title_1')
    assert.equal((await explained({ other: 1 })).stages[0], 'COLLSCAN')
    assert.equal((await explained({ title: /^t99/ })).documents, 11)
  })

  it('merge the ranges of an $in when the sort asks for it', async () => {
    await index({ key: { forum: 1, at: -1 } })
    await items.insertMany(Array.from({ length: 1000 }, (_, n) => ({ forum: n % 10, at: n })))
    const found = await items
      .find({ forum: { $in: [1, 5, 7] } })
      .sort({ at: -1 })
      .limit(6)
      .toArray()
    assert.deepEqual(
      found.map(({ at }) => at as number),
      [997, 995, 991, 987, 985, 981],
    )
    const plan = await explained({ forum: { $in: [1, 5, 7] } }, { sort: { at: -1 }, limit: 6 })
    assert.deepEqual(plan.stages, ['LIMIT', 'FETCH', 'SORT_MERGE', 'IXSCAN'])
    assert.equal(plan.documents, 6)
  })

  it('count from the index alone', async () => {
    await index({ key: { a: 1 } })
    await items.insertMany(Array.from({ length: 100 }, (_, n) => ({ a: n % 4 })))
    assert.equal(await items.countDocuments({ a: 2 }), 25)
    assert.equal(await items.estimatedDocumentCount(), 100)
  })

  it('serve each alternative of $or by its own, and give a document once', async () => {
    await items.createIndexes([{ key: { a: 1 } }, { key: { b: 1, c: 1 } }])
    await items.insertMany(Array.from({ length: 500 }, (_, n) => ({ a: n, b: n % 50, c: n % 7 })))
    const filter = { $or: [{ a: { $lt: 20 } }, { b: 3 }, { b: 4, a: 4 }] }
    const plan = await items.find(filter).explain('executionStats')
    assert.equal(at(plan, 'queryPlanner.winningPlan.inputStage.stage'), 'OR')
    assert.equal(at(plan, 'queryPlanner.winningPlan.inputStage.inputStages.length'), 3)
    assert.equal(at(plan, 'executionStats.nReturned'), 29)
    assert.equal(at(plan, 'executionStats.totalDocsExamined'), 29)
    assert.equal((await items.find(filter).toArray()).length, 29)
    assert.equal(
      await items.countDocuments({ ...filter, c: 3 }),
      (await items.find({ ...filter, c: 3 }).toArray()).length,
    )
    assert.equal((await explained({ $or: [{ a: 1 }, { c: 1 }] })).stages[0], 'COLLSCAN')
    assert.equal((await items.deleteMany(filter)).deletedCount, 29)
    assert.equal(await items.countDocuments(), 471)
  })

  it('take what hint names, and refuse one that does not exist', async () => {
    await index({ key: { a: 1 } })
    await items.insertOne({ a: 1 })
    const plan = await items.find({}).hint({ a: 1 }).explain()
    assert.equal(at(plan, 'queryPlanner.winningPlan.inputStage.indexName'), 'a_1')
    await assert.rejects(items.find().hint('nothing').toArray(), { code: 2 })
  })

  it('are unique: also over the elements of arrays, over missing fields, and under a collation', async () => {
    await index({ key: { a: 1 }, unique: true }, { key: { b: 1 }, unique: true, sparse: true })
    await items.insertOne({ a: [1, 2], b: 1 })
    await assert.rejects(items.insertOne({ a: 2 }), { code: 11000 })
    await items.insertOne({})
    await assert.rejects(items.insertOne({ b: 7 }), { code: 11000 })
    await items.insertOne({ a: 5 })
    await items.drop()
    await index({ key: { name: 1 }, unique: true, collation: { locale: 'en', strength: 2 } })
    await items.insertOne({ name: 'Ann' })
    await assert.rejects(items.insertOne({ name: 'ANN' }), { code: 11000 })
    const found = await items.findOne({ name: 'ann' }, { collation: { locale: 'en', strength: 2 } })
    assert.equal(found?.['name'], 'Ann')
    assert.equal(await items.findOne({ name: 'ann' }), null)
  })

  it('are unique for what a partial index holds only', async () => {
    await index({ key: { email: 1 }, unique: true, partialFilterExpression: { active: true } })
    await items.insertMany([
      { email: 'a', active: false },
      { email: 'a', active: false },
      { email: 'a', active: true },
    ])
    await assert.rejects(items.insertOne({ email: 'a', active: true }), { code: 11000 })
    assert.equal((await explained({ email: 'a', active: true })).name, 'email_1')
    assert.equal((await explained({ email: 'a' })).stages[0], 'COLLSCAN')
  })

  it('hold values that are longer than a key can be', async () => {
    await index({ key: { text: 1 }, unique: true })
    const long = 'x'.repeat(5000)
    await items.insertMany([{ text: `${long}a` }, { text: `${long}b` }, { text: 'short' }])
    await assert.rejects(items.insertOne({ text: `${long}a` }), { code: 11000 })
    assert.equal(await items.countDocuments({ text: `${long}b` }), 1)
    assert.equal(await items.countDocuments({ text: { $gt: `${long}a` } }), 1)
    const sorted = await items
      .find({ text: { $gte: 'short' } })
      .sort({ text: -1 })
      .toArray()
    assert.deepEqual(
      sorted.map(({ text }) => (text as string).slice(-1)),
      ['b', 'a', 't'],
    )
  })

  it('refuse two parallel arrays', async () => {
    await index({ key: { a: 1, b: 1 } })
    await assert.rejects(items.insertOne({ a: [1, 2], b: [1, 2] }), { code: 171 })
    await items.insertOne({ a: [1, 2], b: 1 })
  })

  it('are refused when documents break them, and leave nothing behind', async () => {
    await items.insertMany([{ a: 1 }, { a: 1 }])
    await assert.rejects(index({ key: { a: 1 }, unique: true }), { code: 11000 })
    assert.equal((await items.indexes()).length, 1)
    await index({ key: { a: 1 } })
  })

  it('are refused under a name or a key that others have', async () => {
    await index({ key: { a: 1 }, name: 'mine' })
    await assert.rejects(index({ key: { b: 1 }, name: 'mine' }), { codeName: 'IndexKeySpecsConflict' })
    await assert.rejects(index({ key: { a: 1 }, name: 'other' }), { codeName: 'IndexOptionsConflict' })
    await assert.rejects(index({ key: { a: 1 }, name: 'mine', unique: true }), { codeName: 'IndexKeySpecsConflict' })
    await index({ key: { a: 1 }, name: 'mine' })
    await assert.rejects(index({ key: { text: 'text' } }), { codeName: 'CannotCreateIndex' })
  })

  it('are dropped by name, by key and all but that of _id', async () => {
    await index({ key: { a: 1 } }, { key: { b: 1 } }, { key: { c: 1 } })
    await items.dropIndex('a_1')
    await fixture.client.db().command({ dropIndexes: 'items', index: { b: 1 } })
    assert.deepEqual(
      (await items.indexes()).map(({ name }) => name),
      ['_id_', 'c_1'],
    )
    await items.dropIndexes()
    assert.equal((await items.indexes()).length, 1)
    await assert.rejects(items.dropIndex('_id_'), { code: 72 })
    await assert.rejects(items.dropIndex('none'), { code: 27 })
  })

  it('are built on what is there while others write', async () => {
    await items.insertMany(Array.from({ length: 5000 }, (_, n) => ({ n, a: n % 7 })))
    const building = index({ key: { a: 1, n: -1 } })
    await Promise.all(Array.from({ length: 200 }, (_, n) => items.insertOne({ n: 5000 + n, a: 3 })))
    await items.updateMany({ n: { $lt: 50 } }, { $set: { a: 100 } })
    await building
    assert.equal((await explained({ a: 100 })).documents, 50)
    assert.deepEqual((await fixture.client.db().command({ validate: 'items' }))['errors'], [])
  })

  it('delete documents whose time has come', async () => {
    await index({ key: { at: 1 }, expireAfterSeconds: 60 })
    const now = Date.now()
    await items.insertMany([
      { at: new Date(now - 61_000) },
      { at: new Date(now) },
      { at: 'text' },
      { at: [new Date(now), new Date(now - 90_000)] },
      {},
    ])
    await fixture.client.close()
    await fixture.server.stop()
    const store = openStore(fixture.folder, openEnvironment(fixture.folder))
    assert.equal(await deleteExpired(store, new Date(now)), 2)
    await store.close()
    fixture = await aServer({ folder: fixture.folder })
    items = fixture.client.db().collection('items')
    assert.equal(await items.countDocuments(), 3)
    await fixture.client.db().command({ collMod: 'items', index: { keyPattern: { at: 1 }, expireAfterSeconds: 5 } })
    assert.equal((await items.indexes())[1]?.expireAfterSeconds, 5)
  })

  it('go on to be built after a stop in between', async () => {
    await items.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(50) })))
    const building = index({ key: { n: 1 } }).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await fixture.server.stop()
    await fixture.client.close()
    await building
    fixture = await aServer({ folder: fixture.folder })
    items = fixture.client.db().collection('items')
    for (let tries = 0; tries < 200 && (await items.indexes()).length < 2; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal((await items.indexes()).length, 2)
    assert.deepEqual((await fixture.client.db().command({ validate: 'items' }))['errors'], [])
  })
})
