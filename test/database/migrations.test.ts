import assert from 'node:assert/strict'
import { createConnection, type Connection } from 'mongoose'
import { migrate, type Migration } from '../../src/database/index.ts'
import { freshDatabase } from '../support/store.ts'

const quick = { lease: 400, beat: 100, look: 20 }

describe('migrations', () => {
  let uri: string
  let connections: Connection[]
  beforeEach(async () => {
    uri = await freshDatabase()
    connections = await Promise.all([1, 2, 3].map(() => createConnection(uri).asPromise()))
  })
  afterEach(async () => {
    await connections[0]?.dropDatabase()
    await Promise.all(connections.map((connection) => connection.close()))
  })
  const one = (): Connection => connections[0]!
  const locks = () => one().collection<{ _id: string; holder: string; until: Date }>('migrations')

  /** Adds a line to what was done; slow enough to be met by others. */
  const noting = (version: number, milliseconds = 0): Migration => ({
    version,
    name: `number ${version}`,
    async run(connection) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      await connection.collection('done').insertOne({ version })
    },
  })
  const done = async (): Promise<unknown[]> =>
    (await one().collection('done').find().sort({ $natural: 1 }).toArray()).map((each) => each['version'] as unknown)

  it('are run in their order, each once, by one of all processes that start at once', async () => {
    const list = [noting(2, 50), noting(1, 200)]
    const ran = await Promise.all(connections.map((connection) => migrate(connection, list, quick)))
    assert.deepEqual(ran.flat(), ['number 1', 'number 2'])
    assert.deepEqual(await done(), [1, 2])
    assert.equal(await locks().findOne({ _id: 'lock' }), null)
    assert.deepEqual(await migrate(one(), [...list, noting(3)], quick), ['number 3'])
    assert.deepEqual(await migrate(one(), [...list, noting(3)], quick), [])
  })

  it('keep the lock for as long as they take, also longer than its lease', async () => {
    const [first, second] = connections as [Connection, Connection]
    const slow = migrate(first, [noting(1, 1000)], quick)
    const other = migrate(second, [noting(1)], quick)
    assert.deepEqual([await slow, await other], [['number 1'], []])
    assert.deepEqual(await done(), [1])
  })

  it('are begun anew by the next start where one failed, and what was done stays done', async () => {
    const failing: Migration = { version: 2, name: 'number 2', run: () => Promise.reject(new Error('no room')) }
    await assert.rejects(migrate(one(), [noting(1), failing], quick), /no room/)
    assert.equal(await locks().findOne({ _id: 'lock' }), null, 'the lock is free at once')
    assert.deepEqual(await migrate(one(), [noting(1), noting(2)], quick), ['number 2'])
    assert.deepEqual(await done(), [1, 2])
  })

  it('wait for the lock of a process that was killed no longer than its lease', async () => {
    await locks().insertOne({ _id: 'lock', holder: 'killed', until: new Date(Date.now() + quick.lease) })
    assert.deepEqual(await migrate(one(), [noting(1)], quick), ['number 1'])
  })

  it('stop a program that is older than the database, and say so', async () => {
    await migrate(one(), [noting(1), noting(2)], quick)
    await assert.rejects(migrate(one(), [noting(1)], quick), {
      name: 'NewerDatabase',
      message: /migration 2, this one knows 1/,
    })
  })
})
