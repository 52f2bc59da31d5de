import { MongoClient } from 'mongodb'
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedMongodb } from '../../src/embedded-mongodb/index.ts'
import { readNotice } from '../../src/embedded-mongodb/process/notice.ts'

describe('the server process', function () {
  // Processes are started and killed: on a machine that is busy with other tests that takes many times as long.
  this.timeout(120_000)
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'embedded-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const pidOf = (): number => readNotice(folder)?.pid ?? 0
  const lives = (pid: number): boolean => {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }
  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const limit = Date.now() + 60_000
    while (!(await condition())) {
      assert.ok(Date.now() < limit, 'it did not come true')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  async function count(uri: string): Promise<number> {
    const client = await MongoClient.connect(uri)
    try {
      return await client.db().collection('items').countDocuments()
    } finally {
      await client.close()
    }
  }

  it('is another one than the application, listens on a socket that is its user’s alone, and ends with its owner', async () => {
    const store = await startEmbeddedMongodb({ folder })
    const pid = pidOf()
    assert.notEqual(pid, process.pid)
    assert.equal(statSync(join(folder, 'mongodb.sock')).mode & 0o777, 0o600)
    assert.match(store.uri, /^mongodb:\/\/.*mongodb\.sock\/candor\?directConnection=true$/)
    await store.close()
    assert.equal(lives(pid), false)
    assert.equal(existsSync(join(folder, 'server.json')), false)
  })

  it('is shared by all who use the folder, and ends with the last of them', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => startEmbeddedMongodb({ folder })))
    const [first, second, third] = stores
    assert.ok(first && second && third)
    assert.equal(new Set(stores.map(({ uri }) => uri)).size, 1)
    const pid = pidOf()
    await first.close()
    await second.close()
    assert.equal(await count(third.uri), 0)
    assert.equal(pidOf(), pid)
    await third.close()
    assert.equal(lives(pid), false)
  })

  it('survives the death of one owner while another one is there, and does not survive the last', async () => {
    const child = fork(fileURLToPath(new URL('./torture/owner.ts', import.meta.url)), [folder], {
      execArgv: ['--import', 'tsx'],
    })
    await new Promise((resolve) => child.once('message', resolve))
    const store = await startEmbeddedMongodb({ folder })
    const pid = pidOf()
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    assert.equal(await count(store.uri), 0)
    assert.equal(pidOf(), pid)
    await store.close()
    assert.equal(lives(pid), false)
    const lonely = fork(fileURLToPath(new URL('./torture/owner.ts', import.meta.url)), [folder], {
      execArgv: ['--import', 'tsx'],
    })
    await new Promise((resolve) => lonely.once('message', resolve))
    const other = pidOf()
    assert.equal(lives(other), true)
    lonely.kill('SIGKILL')
    await until(() => !lives(other))
  })

  it('is started again at the same address when it dies, and drivers go on by themselves', async () => {
    const store = await startEmbeddedMongodb({ folder })
    const client = await MongoClient.connect(store.uri)
    const items = client.db().collection('items')
    await items.insertOne({ n: 1 })
    const pid = pidOf()
    process.kill(pid, 'SIGKILL')
    // Asked until it answers: a command written in the very instant in which its socket breaks fails with the socket's
    // own error, which the driver (mongodb 7.8) doesn't retry.
    await until(() =>
      items.replaceOne({ n: 2 }, { n: 2 }, { upsert: true }).then(
        () => true,
        () => false,
      ),
    )
    assert.equal(await items.countDocuments(), 2)
    assert.notEqual(pidOf(), pid)
    await client.close()
    await store.close()
  })

  it('may serve a copy of a folder while the folder itself is served', async () => {
    const store = await startEmbeddedMongodb({ folder })
    const client = await MongoClient.connect(store.uri)
    await client.db().collection('items').insertOne({ n: 1 })
    const to = join(folder, 'copy')
    await client.db('admin').command({ copy: 1, to })
    await client.close()
    const copy = await startEmbeddedMongodb({ folder: to })
    assert.equal(await count(copy.uri), 1)
    await copy.close()
    await store.close()
  })

  it('recognises what a dead server has left behind', async () => {
    const store = await startEmbeddedMongodb({ folder })
    const notice = readFileSync(join(folder, 'server.json'))
    await store.close()
    writeFileSync(join(folder, 'server.json'), notice)
    writeFileSync(join(folder, 'mongodb.sock'), '')
    const next = await startEmbeddedMongodb({ folder })
    assert.equal(await count(next.uri), 0)
    await next.close()
  })

  it('puts the socket elsewhere when the folder’s path is too long for one', async () => {
    const long = join(folder, 'x'.repeat(60), 'y'.repeat(60))
    mkdirSync(long, { recursive: true })
    const store = await startEmbeddedMongodb({ folder: long })
    const path = decodeURIComponent(/mongodb:\/\/([^/]*)/.exec(store.uri)?.[1] ?? '')
    assert.ok(Buffer.byteLength(path) < 104)
    assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700)
    assert.equal(await count(store.uri), 0)
    await store.close()
  })

  it('asks for a password when it listens on TCP', async () => {
    const store = await startEmbeddedMongodb({ folder, tcp: { user: 'ann', password: 'p@ss,w=rd' } })
    assert.equal(await count(store.uri), 0)
    const wrong = store.uri.replace(/\/\/ann:[^@]*@/, '//ann:wrong@')
    await assert.rejects(count(wrong), { code: 18 })
    const nobody = store.uri.replace(/\/\/ann:[^@]*@/, '//').replace(/&auth.*$/, '')
    await assert.rejects(count(nobody), { code: 13 })
    const port = Number(/:(\d+)\//.exec(store.uri)?.[1])
    const address = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        resolve(socket.remoteAddress)
        socket.destroy()
      })
    })
    assert.equal(address, '127.0.0.1')
    await store.close()
    const again = await startEmbeddedMongodb({ folder, tcp: {} })
    assert.equal(again.uri, store.uri)
    await again.close()
  })

  it('says what is wrong with a folder that it can’t use', async () => {
    writeFileSync(join(folder, 'data.lmdb'), 'this is no database, and long enough to be looked at '.repeat(200))
    await assert.rejects(startEmbeddedMongodb({ folder }), /could not start: .*(damaged|failed)/)
  })
})
