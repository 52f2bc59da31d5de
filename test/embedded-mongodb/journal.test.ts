import assert from 'node:assert/strict'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Changes, headroom, readChanges, type Change } from '../../src/embedded-mongodb/storage/changes.ts'
import { decode, encode } from '../../src/embedded-mongodb/semantics/index.ts'
import { openEnvironment } from '../../src/embedded-mongodb/storage/environment.ts'
import { Journal } from '../../src/embedded-mongodb/storage/journal.ts'
import { documentKey } from '../../src/embedded-mongodb/storage/numbers.ts'
import { openStore, type Store } from '../../src/embedded-mongodb/storage/store.ts'
import { aServer } from './fixture.ts'

const ns = 'test.items'

describe('the journal', () => {
  let folders: string[] = []
  let stores: Store[] = []
  afterEach(async () => {
    for (const store of stores) await store.close()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    folders = []
    stores = []
  })

  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
    folders.push(folder)
    return folder
  }
  const opened = (folder: string): Store => {
    const store = openStore(folder, openEnvironment(folder), 60_000)
    stores.push(store)
    return store
  }
  const closed = async (store: Store): Promise<void> => {
    stores = stores.filter((other) => other !== store)
    await store.close()
  }
  /** The files as a crash at this moment would leave them. */
  const crashed = (store: Store): string => {
    const folder = newFolder()
    for (const file of readdirSync(store.folder)) {
      if (/^(data\.lmdb|journal\.\d+)$/.test(file)) copyFileSync(join(store.folder, file), join(folder, file))
    }
    return folder
  }

  it('holds what the data file has not got yet', async () => {
    const store = opened(newFolder())
    for (let n = 0; n < 20; n++) await add(store, n)
    const data = readFileSync(join(store.folder, 'data.lmdb'))
    assert.equal(data.includes('name 19'), false)
    assert.deepEqual(await state(opened(crashed(store))), { names: names(20), count: 20 })
  })

  it('is emptied when the data file has it', async () => {
    const store = opened(newFolder())
    await add(store, 0)
    assert.equal(journalsOf(store.folder).length, 1)
    await store.writer.settle()
    const copy = crashed(store)
    for (const file of journalsOf(copy)) rmSync(join(copy, file))
    assert.deepEqual(await state(opened(copy)), { names: names(1), count: 1 })
    await closed(store)
    assert.deepEqual(journalsOf(store.folder), [])
  })

  it('gives what was written whole, however much of its end is lost', async () => {
    const store = opened(newFolder())
    for (let n = 0; n < 5; n++) await add(store, n)
    const copy = crashed(store)
    const [file = ''] = journalsOf(copy)
    const whole = readFileSync(join(copy, file))
    let before = 5
    for (let length = whole.length; length >= 0; length -= 37) {
      const torn = crashed(store)
      truncateSync(join(torn, file), length)
      const again = opened(torn)
      const found = await state(again)
      assert.ok(found.count <= before, `${found.count} of a journal of ${length} bytes`)
      assert.deepEqual(found, { names: names(found.count), count: found.count })
      before = found.count
      await closed(again)
    }
    assert.equal(before, 0)
  })

  it('ends at a frame that is damaged', async () => {
    const store = opened(newFolder())
    for (let n = 0; n < 5; n++) await add(store, n)
    const copy = crashed(store)
    const [file = ''] = journalsOf(copy)
    const bytes = readFileSync(join(copy, file))
    const at = bytes.indexOf('name 3')
    bytes.writeUInt8(0x58, at)
    writeFileSync(join(copy, file), bytes)
    const again = opened(copy)
    assert.deepEqual(await state(again), { names: names(3), count: 3 })
    await add(again, 3)
    assert.deepEqual(await state(opened(crashed(again))), { names: names(4), count: 4 })
  })

  it('is not read when the data file is newer', async () => {
    const store = opened(newFolder())
    await add(store, 0)
    const old = crashed(store)
    await add(store, 1)
    await store.writer.settle()
    const [file = ''] = journalsOf(old)
    const copy = crashed(store)
    copyFileSync(join(old, file), join(copy, file))
    assert.deepEqual(await state(opened(copy)), { names: names(2), count: 2 })
    assert.equal(journalsOf(copy).includes(file), false)
  })

  it('brings back what was acknowledged when a later write fails in the middle', async () => {
    const store = opened(newFolder())
    for (let n = 0; n < 3; n++) await add(store, n)
    const failing = store.writer.run(() => {
      insert(store, 3)
      throw new Error('No space left on device')
    })
    await assert.rejects(failing, { codeName: 'OutOfDiskSpace' })
    assert.deepEqual(await state(store), { names: names(3), count: 3 })
    await add(store, 3)
    assert.deepEqual(await state(opened(crashed(store))), { names: names(4), count: 4 })
    await store.writer.settle()
    assert.deepEqual(await state(store), { names: names(4), count: 4 })
  })

  it('has on the disk what is acknowledged with j, over the end of a segment', async () => {
    const store = opened(newFolder())
    const writes: Promise<unknown>[] = []
    for (let n = 0; n < 30; n++) {
      writes.push(add(store, n).then(() => store.writer.sync()))
      if (n % 10 === 9) await store.writer.settle()
    }
    await Promise.all(writes)
    assert.deepEqual(await state(opened(crashed(store))), { names: names(30), count: 30 })
  })

  it('promises nothing on a disk that failed once, until the data file has what it lost', async () => {
    const store = opened(newFolder())
    // A device that takes every byte and can't be told to keep them.
    symlinkSync('/dev/null', join(store.folder, 'journal.1'))
    await add(store, 0)
    await Promise.all([assert.rejects(store.writer.sync()), assert.rejects(store.writer.sync())])
    await store.writer.settle()
    assert.deepEqual(await state(opened(crashed(store))), { names: names(1), count: 1 })
    await add(store, 1)
    await until(() => store.writer.sync())
    assert.deepEqual(await state(opened(crashed(store))), { names: names(2), count: 2 })
  })

  it('is on the disk before any command with j is answered', async () => {
    const fixture = await aServer()
    try {
      symlinkSync('/dev/null', join(fixture.folder, 'journal.1'))
      const indexes = [{ key: { n: 1 }, name: 'n' }]
      const createIndexes = { createIndexes: 'items', indexes, writeConcern: { w: 1, j: true } }
      await assert.rejects(fixture.client.db().command(createIndexes), { codeName: 'InternalError' })
    } finally {
      await fixture.end()
    }
  })

  it('ends where a segment is missing', async () => {
    const store = opened(newFolder())
    await add(store, 0)
    const copy = crashed(store)
    const changes = new Changes()
    const bytes = encode({ _id: 1, name: 'name 1' })
    changes.put('documents', documentKey(store.catalogue.get(ns)?.id ?? 0, 2), bytes)
    const later = new Journal(copy, 3)
    later.append(changes.take())
    later.close()
    const again = opened(copy)
    assert.deepEqual(await state(again), { names: names(1), count: 1 })
    await add(again, 1)
    assert.deepEqual(journalsOf(copy), ['journal.4'])
  })

  it('has what was acknowledged while the store was being closed', async () => {
    const store = opened(newFolder())
    let acknowledged = 0
    const writing = (async () => {
      for (;;) {
        await add(store, acknowledged)
        acknowledged++
      }
    })()
    const refused = assert.rejects(writing, { codeName: 'InterruptedAtShutdown' })
    await until(async () => {
      await Promise.resolve()
      assert.ok(acknowledged > 20)
    })
    await Promise.all([closed(store), refused])
    const again = opened(store.folder)
    assert.deepEqual(await state(again), { names: names(acknowledged), count: acknowledged })
  })

  it('notes changes as bytes that give the same changes', () => {
    const changes = new Changes()
    const key = Buffer.from('key')
    const big = Buffer.alloc(300_000, 7)
    const expected: Change[] = [
      { table: 'documents', key, value: big },
      { table: 'entries', key: Buffer.alloc(1978, 1), value: Buffer.alloc(0) },
      { table: 'sessions', key, value: undefined },
      { table: 'catalogue', key, value: key },
    ]
    for (const { table, key, value } of expected) {
      if (value) changes.put(table, key, value)
      else changes.remove(table, key)
    }
    const bytes = Buffer.from(changes.take()).subarray(headroom)
    assert.deepEqual([...readChanges(bytes)], expected)
    assert.ok(changes.isEmpty)
    assert.throws(() => [...readChanges(bytes.subarray(0, -1))], RangeError)
  })
})

/** Tries until it comes off. */
async function until(attempt: () => Promise<void>): Promise<void> {
  const limit = Date.now() + 10_000
  for (;;) {
    try {
      await attempt()
      return
    } catch (error) {
      if (Date.now() > limit) throw error
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}

function journalsOf(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.startsWith('journal.'))
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `name ${n}`)
}

function insert(store: Store, n: number): void {
  const document = { _id: n, name: `name ${n}` }
  const bytes = encode(document)
  store.records.insert(store.catalogue.ensure(ns), document, bytes)
}

function add(store: Store, n: number): Promise<void> {
  return store.writer.run(() => insert(store, n))
}

function state(store: Store): Promise<{ names: unknown[]; count: number }> {
  return store.writer.run(() => {
    const found = store.environment.documents
      .getRange({ start: Buffer.from([0]) })
      .map(({ value }) => decode(value)['name'])
    return { names: [...found], count: store.catalogue.get(ns)?.count ?? 0 }
  })
}
