import assert from 'node:assert/strict'
import { Schema } from 'mongoose'
import { ensureIndexes, openDatabase, toUnavailable } from '../../src/database/index.ts'
import { Unavailable } from '../../src/kernel/index.ts'
import { gateBefore, until } from '../support/gate.ts'
import { startApp } from '../support/running.ts'
import { freshDatabase } from '../support/store.ts'

const open = async (uri?: string): ReturnType<typeof openDatabase> =>
  openDatabase({ mongodbUri: uri ?? (await freshDatabase()), dataFolder: '/nowhere' })

describe('the database', () => {
  it('says whether it answers, and nothing but no after its end', async () => {
    const database = await open()
    assert.equal(await database.isUp(), true)
    await database.connection.dropDatabase()
    await database.close()
    assert.equal(await database.isUp(), false)
  })

  it('has every index that the models declare, on its very first start and on the next', async () => {
    const app = await startApp()
    const beside = await startApp({ beside: app })
    try {
      for (const model of Object.values(app.database.connection.models)) {
        const declared = model.schema.indexes().map(([keys]) => JSON.stringify(keys))
        const there = (await model.collection.indexes()).map(({ key }) => JSON.stringify(key))
        for (const keys of declared) assert.ok(there.includes(keys), `${model.modelName} ${keys}`)
      }
      const kept = await app.database.connection.collection('ratelimits').indexes()
      assert.deepEqual(
        kept.map(({ key }) => key),
        [{ _id: 1 }, { expire: 1 }, { key: 1 }],
      )
    } finally {
      await beside.stop()
      await app.stop()
    }
  })

  it('refuses to start with an index that what is stored cannot have', async () => {
    const database = await open()
    try {
      const numbers = database.connection.model(
        'Number',
        new Schema({ value: Number }).index({ value: 1 }, { unique: true }),
      )
      await numbers.collection.insertMany([{ value: 1 }, { value: 1 }])
      await assert.rejects(ensureIndexes(database.connection), { code: 11000 })
    } finally {
      await database.connection.dropDatabase()
      await database.close()
    }
  })

  it('refuses at once what is asked of it while it is away, and answers again afterwards', async () => {
    const gate = await gateBefore(await freshDatabase())
    const database = await open(gate.uri)
    try {
      const find = (): Promise<unknown> => database.connection.collection('things').findOne({})
      assert.equal(await find(), null)
      await gate.shut()
      const begun = Date.now()
      const away = find().then(
        () => assert.fail('answered'),
        (reason: unknown) => toUnavailable(reason),
      )
      const [error, isUp] = await Promise.all([away, database.isUp()])
      assert.ok(error instanceof Unavailable)
      assert.equal(error.retryAfter, 5)
      assert.ok(error.cause instanceof Error)
      assert.ok(Date.now() - begun < 6000)
      assert.equal(isUp, false)
      await gate.open()
      await until(() => database.isUp())
      assert.equal(await find(), null)
    } finally {
      await database.connection.dropDatabase()
      await database.close()
      await gate.shut()
    }
  })

  it('tells an outage from a mistake of ours', () => {
    const mistake = new TypeError('ours')
    assert.equal(toUnavailable(mistake), mistake)
    assert.equal(toUnavailable('text'), 'text')
  })
})
