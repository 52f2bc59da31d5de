import assert from 'node:assert/strict'
import sharp from 'sharp'
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
} from './support/uploading.ts'

for (const store of storeKinds) {
  describe(`photos as things that somebody asks to be removed, in ${store}`, () => {
    let app: WithPhotos
    let ann: Person
    let annId: string

    before(async () => {
      ;({ app, ann, annId } = await startWithAnn(store))
    })

    after(() => app.stop())

    it('are found by any of their addresses and by their bearer', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      const { removable } = app.photos
      for (const address of [
        key,
        `/photos/${key}-small.webp`,
        `${app.url}/photos/${key}-large.webp`,
        `https://shop.example/support/photos/${key}-medium.webp?x=1#y`,
      ]) {
        const found = await removable.find(address)
        assert.deepEqual([found?.id, found?.accountId, found?.isHidden], [key, annId, false], address)
        assert.equal(found?.preview.kind, 'picture')
        assert.equal((await sharp(found.preview.bytes).metadata()).format, 'webp')
      }
      assert.deepEqual(await removable.idsOf({ accountId: annId }), [key])
      assert.deepEqual(await removable.idsOf({ email: 'ann@demo.example' }), [])
      for (const address of ['', '/photos/', `/photos/${'A'.repeat(24)}-small.webp`, 'https://shop.example/']) {
        assert.equal(await removable.find(address), undefined, address)
      }
    })

    it('go out of sight and come back, however often that is said', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      const { removable } = app.photos
      await removable.hide(key)
      await removable.hide(key)
      assert.equal(await statusOf(app, key), 404)
      const hidden = await ann.visit('/me/photo')
      assert.equal(hidden.$('img.photo').length, 0)
      assert.match(hidden.$('.photo-now').text(), /out of sight/)
      assert.deepEqual(await app.files(), filesOf(key))
      assert.equal((await removable.find(key))?.isHidden, true)
      assert.equal(await removable.restore(key), true)
      assert.equal(await removable.restore(key), false)
      assert.equal(await statusOf(app, key), 200)
      assert.equal(await shownKey(ann), key)
    })

    it('stay out of sight while there is another reason for it', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      const { removable, holder } = app.photos
      await removable.hide(key)
      await holder.hide({ accountId: annId }, 'photo', 'delete')
      await holder.restore({ accountId: annId }, 'photo')
      assert.equal(await statusOf(app, key), 404)
      await removable.restore(key)
      assert.equal(await statusOf(app, key), 200)
    })

    it('are erased for good: every size, also what was hidden, and restoring brings nothing back', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      const { removable } = app.photos
      const fingerprints = await removable.fingerprints(key)
      assert.equal((await removable.whatIsLeft(fingerprints)).left.length, 4)
      // A copy of the same bytes under another name is found by them.
      const copies = fingerprints.filter(({ kind }) => kind === 'file')
      assert.equal((await removable.whatIsLeft(copies)).left.length, 3)
      await removable.hide(key)
      await removable.erase(key)
      await removable.erase(key)
      const { looked, left } = await removable.whatIsLeft(fingerprints)
      assert.deepEqual(left, [])
      assert.deepEqual(looked.map(({ place }) => place).toSorted(), ['disk', 'gridfs', 'photos'])
      assert.equal(await removable.restore(key), false)
      assert.equal(await removable.hide(key), false)
      assert.equal(await statusOf(app, key), 410)
      assert.deepEqual(await app.files(), [])
    })

    it('that were hidden go when their bearer takes another one', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      await app.photos.removable.hide(key)
      const next = await aPhotoOf(ann, await aPicture())
      assert.equal(await app.photos.removable.restore(key), false)
      assert.equal(await statusOf(app, key), 410)
      assert.equal(await shownKey(ann), next)
    })
  })
}
