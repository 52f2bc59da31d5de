import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '../../src/database/index.ts'
import { createDiskStore, createGridFsStore, type FileStore, type StoredFile } from '../../src/files/index.ts'
import { freshDatabase } from '../support/store.ts'

const aKey = (): string => randomBytes(18).toString('base64url')
const nameOf = (key: string): string => `${key}-small.webp`
const keyOf = (name: string): string | undefined => /^([\w-]{24})-small\.webp$/.exec(name)?.[1]

interface Place {
  store: FileStore
  /** Leaves what a crash within `put` leaves; gives its name in the list. */
  breakOff(name: string): Promise<string>
  /** Every byte that is kept. */
  remains(): Promise<number>
  end(): Promise<void>
}

const places: Record<string, () => Promise<Place>> = { disk: aFolder, gridfs: aBucket }

for (const [kind, open] of Object.entries(places)) {
  describe(`files kept in ${kind}`, () => {
    let place: Place
    let store: FileStore
    before(async () => {
      place = await open()
      store = place.store
    })
    after(() => place.end())
    afterEach(async () => {
      for (const { name } of await all(store)) await store.remove(name)
    })

    it('come back as they were, small and large', async () => {
      for (const size of [0, 1, 70_000, 600_000]) {
        const name = nameOf(aKey())
        const bytes = randomBytes(size)
        await store.put(name, bytes)
        assert.ok((await store.get(name))?.equals(bytes), `${size} bytes`)
        const pieces: Uint8Array[] = []
        for await (const piece of (await store.read(name)) ?? []) pieces.push(piece)
        assert.ok(Buffer.concat(pieces).equals(bytes), `${size} bytes in pieces`)
        assert.ok(pieces.every(({ length }) => length < 300_000))
      }
    })

    it('may be written twice', async () => {
      const name = nameOf(aKey())
      const bytes = randomBytes(600_000)
      for (const _time of [1, 2]) await store.put(name, bytes)
      assert.ok((await store.get(name))?.equals(bytes))
      assert.equal((await all(store)).length, 1)
    })

    it('are listed with their keys and when they were written', async () => {
      const key = aKey()
      const begun = Date.now()
      await store.put(nameOf(key), Buffer.from('a'))
      const [file] = await all(store)
      assert.ok(file)
      assert.equal(file.key, key)
      assert.equal(file.name, nameOf(key))
      assert.ok(Math.abs(file.writtenAt.getTime() - begun) < 10_000)
    })

    it('are gone when removed, with every byte, and may be removed again', async () => {
      const name = nameOf(aKey())
      await store.put(name, randomBytes(600_000))
      await store.remove(name)
      await store.remove(name)
      assert.equal(await store.get(name), undefined)
      assert.equal(await place.remains(), 0)
    })

    it('that were never there are not found', async () => {
      assert.equal(await store.get(nameOf(aKey())), undefined)
      assert.equal(await store.read(nameOf(aKey())), undefined)
    })

    it('whose writing was cut off are not found, but listed, and can be removed by that name', async () => {
      const name = nameOf(aKey())
      const left = await place.breakOff(name)
      assert.equal(await store.get(name), undefined)
      const [file] = await all(store)
      assert.deepEqual([file?.name, file?.key], [left, undefined])
      await store.remove(left)
      assert.equal(await place.remains(), 0)
    })

    it('whose writing was cut off can be written again, and leave nothing when removed', async () => {
      const name = nameOf(aKey())
      await place.breakOff(name)
      await store.put(name, Buffer.from('whole'))
      assert.equal(String(await store.get(name)), 'whole')
      await store.remove(name)
      assert.equal(await place.remains(), 0)
    })

    it('are kept many at a time', async () => {
      const names = Array.from({ length: 40 }, () => nameOf(aKey()))
      await Promise.all(names.map((name) => store.put(name, Buffer.from(name))))
      const found = await Promise.all(names.map(async (name) => String(await store.get(name))))
      assert.deepEqual(found, names)
    })
  })
}

describe('files kept in a folder', () => {
  it('leave other files there alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'candor-photos-'))
    try {
      writeFileSync(join(folder, '.gitkeep'), '')
      mkdirSync(join(folder, 'ab'))
      writeFileSync(join(folder, 'ab', 'notes.txt'), 'mine')
      mkdirSync(join(folder, 'backups'))
      writeFileSync(join(folder, 'backups', `${aKey()}-small.webp`), 'mine')
      assert.deepEqual(await all(createDiskStore(folder, keyOf)), [])
      assert.ok(existsSync(join(folder, 'ab', 'notes.txt')))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('need no folder before the first one', async () => {
    const folder = join(tmpdir(), `candor-photos-${aKey()}`)
    const store = createDiskStore(folder, keyOf)
    assert.deepEqual(await all(store), [])
    await store.remove(nameOf(aKey()))
    await store.put(nameOf(aKey()), Buffer.from('a'))
    assert.equal((await all(store)).length, 1)
    rmSync(folder, { recursive: true })
  })
})

async function all(store: FileStore): Promise<StoredFile[]> {
  const files: StoredFile[] = []
  for await (const file of store.list()) files.push(file)
  return files
}

function aFolder(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'candor-photos-'))
  const inFolder = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
  return Promise.resolve({
    store: createDiskStore(folder, keyOf),
    breakOff(name) {
      const left = `${name}.6f1d1a3e-5a0e-4f6e-9d39-000000000000.part`
      mkdirSync(join(folder, name.slice(0, 2)), { recursive: true })
      writeFileSync(join(folder, name.slice(0, 2), left), 'hal')
      return Promise.resolve(left)
    },
    remains: () => Promise.resolve(inFolder().length),
    end() {
      rmSync(folder, { recursive: true })
      return Promise.resolve()
    },
  })
}

async function aBucket(): Promise<Place> {
  const database: Database = await openDatabase({ mongodbUri: await freshDatabase(), dataFolder: '' })
  const chunks = database.connection.collection('photos.chunks')
  const files = database.connection.collection('photos.files')
  return {
    store: createGridFsStore(database.connection, { bucketName: 'photos', keyOf }),
    async breakOff(name) {
      await chunks.insertOne({ files_id: name, n: 0, data: Buffer.from('hal') })
      return name
    },
    remains: async () => (await chunks.countDocuments()) + (await files.countDocuments()),
    async end() {
      await database.connection.db?.dropDatabase()
      await database.close()
    },
  }
}
