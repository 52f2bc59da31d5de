import assert from 'node:assert/strict'
import type { HeldFile } from '../../src/kernel/index.ts'
import type { Person } from '../support/person.ts'
import {
  aPhotoOf,
  aPicture,
  photoAt,
  startWithAnn,
  statusOf,
  storeKinds,
  type WithPhotos,
  leftoversOf,
} from './support/uploading.ts'

for (const store of storeKinds) {
  describe(`photos as somebody’s data, in ${store}`, () => {
    let app: WithPhotos
    let ann: Person
    let annId: string

    before(async () => {
      ;({ app, ann, annId } = await startWithAnn(store))
    })

    after(() => app.stop())

    it('are counted and given out, picture and all', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      const { holder } = app.photos
      assert.equal(await holder.count({ accountId: annId }, 'photo'), 1)
      assert.equal(await holder.count({ email: 'ann@example.com' }, 'photo'), 0)
      const { photo } = await holder.export({ accountId: annId })
      const [given, ...more] = photo as { address: string; source: string; picture: HeldFile }[]
      assert.deepEqual([more.length, given?.source], [0, 'upload'])
      assert.ok(given?.address.endsWith(`${key}-large.webp`))
      const { body } = await photoAt(app, `${key}-large.webp`)
      assert.deepEqual(await given?.picture.read(), body)
      assert.equal(given?.picture.name, `${key}-large.webp`)
    })

    it('are hidden and restored when their bearer leaves and comes back', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      const { holder } = app.photos
      for (const _time of [1, 2]) await holder.hide({ accountId: annId }, 'photo', 'delete')
      assert.equal(await statusOf(app, key), 404)
      for (const _time of [1, 2]) await holder.restore({ accountId: annId }, 'photo')
      assert.equal(await statusOf(app, key), 200)
    })

    it('go for good when their bearer does', async () => {
      const key = await aPhotoOf(ann, await aPicture())
      const { holder } = app.photos
      await holder.hide({ accountId: annId }, 'photo', 'delete')
      for (const _time of [1, 2]) await holder.settle({ accountId: annId }, 'photo', 'delete')
      assert.equal(await holder.count({ accountId: annId }, 'photo'), 0)
      assert.deepEqual(await leftoversOf(app, key), [])
      assert.deepEqual(await app.files(), [])
      assert.equal(await statusOf(app, key), 410)
    })

    it('are declared, each collection with what it holds', async () => {
      const declared = app.photos.declarations.map(({ collection }) => collection)
      const collections = await app.database.connection.db!.listCollections().toArray()
      const ours = collections.map(({ name }) => name).filter((name) => name.startsWith('photos.'))
      assert.deepEqual(
        ours.filter((name) => !declared.includes(name)),
        [],
      )
    })
  })
}
