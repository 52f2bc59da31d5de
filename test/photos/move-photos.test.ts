import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signedIn, type Person } from '../support/person.ts'
import { aPhotoOf, aPicture, photoAt, startWithPhotos, type WithPhotos, leftoversOf } from './support/uploading.ts'

describe('photos that move from one store to the other', () => {
  let app: WithPhotos
  const people: Person[] = []
  const keys: string[] = []
  before(async () => {
    app = await startWithPhotos('disk')
    for (const persona of ['ann', 'ben', 'ada'] as const) people.push(await signedIn(app, persona))
  })
  beforeEach(async () => {
    await app.photos.moveTo('disk')
    keys.length = 0
    for (const person of people) keys.push(await aPhotoOf(person, await aPicture()))
  })
  after(() => app.stop())

  const stores = async (): Promise<string[]> => {
    const rows = await app.database.connection.collection('photos').find().toArray()
    return [...new Set(rows.map(({ store }) => String(store)))]
  }
  const allShown = async (): Promise<void> => {
    for (const key of keys) assert.equal((await photoAt(app, `${key}-small.webp`)).status, 200)
  }
  const inBucket = (): Promise<number> => app.database.connection.collection('photos.files').countDocuments()

  it('are the same afterwards, and leave nothing behind', async () => {
    const before = await app.bytes()
    assert.deepEqual(await app.photos.moveTo('gridfs'), { moved: 3, missing: 0, skipped: 0 })
    assert.deepEqual(await stores(), ['gridfs'])
    assert.deepEqual([await inBucket(), (await app.files()).length], [9, 9])
    assert.equal((await app.bytes()).length, before.length)
    await allShown()
    assert.deepEqual(await app.photos.moveTo('disk'), { moved: 3, missing: 0, skipped: 0 })
    assert.deepEqual([await inBucket(), (await app.files()).length], [0, 9])
    await allShown()
  })

  it('stay where they are when they are there', async () => {
    assert.deepEqual(await app.photos.moveTo('disk'), { moved: 0, missing: 0, skipped: 0 })
    await allShown()
  })

  it('move once when two begin at the same time', async () => {
    const [one, other] = await Promise.all([app.photos.moveTo('gridfs'), app.photos.moveTo('gridfs')])
    assert.equal(one.missing + other.missing, 0)
    // One that both had begun to write is left to the next run.
    await app.photos.moveTo('gridfs')
    assert.deepEqual(await stores(), ['gridfs'])
    assert.deepEqual([await inBucket(), (await app.files()).length], [9, 9])
    await allShown()
  })

  it('are shown at every moment', async () => {
    const done = app.photos.moveTo('gridfs').then(() => true)
    for (;;) {
      await allShown()
      if (await Promise.race([done, Promise.resolve(false)])) break
    }
    await allShown()
  })

  it('go on after a crash between the switch and the old files', async () => {
    await app.photos.moveTo('gridfs')
    const [key = ''] = keys
    const { connection } = app.database
    // As if it had been switched back and the crash had come before the old files went.
    await app.photos.moveTo('disk')
    await app.photos.moveTo('gridfs')
    writeFileSync(join(app.folder, key.slice(0, 2), `${key}-small.webp`), 'old')
    assert.equal((await app.files()).filter((name) => name === `${key}-small.webp`).length, 2)
    await app.photos.moveTo('gridfs')
    assert.equal((await app.files()).length, 9)
    assert.equal(await connection.collection('photos').countDocuments(), 3)
    await allShown()
  })

  it('are gone when they are removed meanwhile', async () => {
    const moving = app.photos.moveTo('gridfs')
    await Promise.all(keys.map((key) => app.photos.removable.erase(key)))
    await moving
    for (const key of keys) assert.deepEqual(await leftoversOf(app, key), [], key)
    assert.deepEqual(await app.files(), [])
  })

  it('are left as they are when their files are missing', async () => {
    const [key = ''] = keys
    rmSync(join(app.folder, key.slice(0, 2), `${key}-large.webp`))
    assert.deepEqual(await app.photos.moveTo('gridfs'), { moved: 2, missing: 1, skipped: 0 })
  })
})
