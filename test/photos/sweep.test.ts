import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Person } from '../support/person.ts'
import {
  aPhotoOf,
  aPicture,
  filesOf,
  shownKey,
  startWithAnn,
  statusOf,
  storeKinds,
  type WithPhotos,
  leftoversOf,
} from './support/uploading.ts'

const anHour = 60 * 60 * 1000

for (const store of storeKinds) {
  describe(`photos after a crash, in ${store}`, () => {
    let app: WithPhotos
    let ann: Person
    let annId: string
    let now = new Date()
    before(async () => {
      ;({ app, ann, annId } = await startWithAnn(store, { clock: () => now }))
    })
    beforeEach(() => (now = new Date()))
    after(() => app.stop())
    const rows = () => app.database.connection.collection<{ _id: string; state: string }>('photos')
    it('in the middle of an upload: files without a row go after an hour, and not before', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      await rows().deleteOne({ _id: key })
      assert.equal((await app.photos.sweep()).strays, 0)
      assert.deepEqual(await app.files(), filesOf(key))
      now = new Date(Date.now() + 2 * anHour)
      assert.equal((await app.photos.sweep()).strays, 3)
      assert.deepEqual(await app.files(), [])
    })

    it('in the middle of a replacement: the newer one stays, the older one goes', async () => {
      const older = await aPhotoOf(ann, await aPicture())
      const row = await rows().findOne({ _id: older })
      const newer = await aPhotoOf(ann, await aPicture())
      await rows().insertOne(row!)
      now = new Date(Date.now() + 2 * anHour)
      assert.equal((await app.photos.sweep()).removed, 1)
      assert.equal(await shownKey(ann), newer)
      assert.deepEqual(await app.files(), filesOf(newer))
      assert.equal(await rows().countDocuments(), 1)
    })

    it('before the account heard of its photo: it shows it', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      await app.accounts.setPhoto(annId, undefined)
      now = new Date(Date.now() + 2 * anHour)
      assert.equal((await app.photos.sweep()).removed, 0)
      assert.equal(await shownKey(ann), key)
    })

    it('in the middle of a removal: it is carried to its end', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      await rows().updateOne({ _id: key }, { $set: { state: 'removed' } })
      assert.notEqual(await statusOf(app, key), 200)
      now = new Date(Date.now() + 2 * anHour)
      assert.equal((await app.photos.sweep()).removed, 1)
      assert.deepEqual(await leftoversOf(app, key), [])
      assert.deepEqual(await app.files(), [])
      assert.equal(await statusOf(app, key), 410)
    })

    it('photos of accounts that are gone go too', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      await rows().updateOne({ _id: key }, { $set: { accountId: '0123456789ab' } })
      await app.accounts.setPhoto(annId, undefined)
      now = new Date(Date.now() + 2 * anHour)
      await app.photos.sweep()
      assert.deepEqual(await app.files(), [])
      assert.equal(await statusOf(app, key), 410)
    })

    it('hidden photos and whole ones are left alone', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      await app.photos.removable.hide(key)
      now = new Date(Date.now() + 2 * anHour)
      assert.deepEqual(await app.photos.sweep(), { strays: 0, removed: 0 })
      await app.photos.removable.restore(key)
      assert.deepEqual(await app.photos.sweep(), { strays: 0, removed: 0 })
      assert.equal(await statusOf(app, key), 200)
    })

    it('count as newer when they come later, also where a clock goes backwards', async () => {
      await aPhotoOf(ann, await aPicture())
      now = new Date(Date.now() - 24 * anHour)
      const later = await aPhotoOf(ann, await aPicture())
      assert.equal(await statusOf(app, later), 200)
      assert.deepEqual(await app.files(), filesOf(later))
    })

    it('whose files were lost are not found, and can be replaced', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      await app.database.connection.collection('photos.files').deleteMany({})
      await app.database.connection.collection('photos.chunks').deleteMany({})
      rmSync(join(app.folder, key.slice(0, 2)), { recursive: true, force: true })
      assert.equal(await statusOf(app, key), 404)
      const next = await aPhotoOf(ann, await aPicture())
      assert.equal(await statusOf(app, next), 200)
    })
  })
}
