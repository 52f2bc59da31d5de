import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signedIn, type Person } from '../support/person.ts'
import { page } from './support/pictures.ts'
import {
  aPhotoOf,
  aPicture,
  bearerOf,
  shownKey,
  startWithPhotos,
  upload,
  type WithPhotos,
} from './support/uploading.ts'

describe('a photo that a provider named', () => {
  let app: WithPhotos
  let provider: Server
  let address: string
  let ann: Person
  let annId: string
  before(async () => {
    const picture = await aPicture()
    provider = createServer((request, response) => {
      if (request.url === '/picture') response.end(picture)
      else if (request.url === '/page') response.end(page)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
    app = await startWithPhotos('disk')
    ann = await signedIn(app, 'ann')
    annId = await bearerOf(app, await aPhotoOf(ann, picture))
  })
  after(async () => {
    await app.stop()
    provider.close()
  })

  it('becomes the person’s own: no reader’s browser asks the provider', async () => {
    assert.equal(await app.photos.keepFromProvider(annId, `${address}/picture`), true)
    const mine = await ann.visit('/me/photo')
    assert.ok(mine.$('img.photo').attr('src')?.startsWith(`${app.mountPath}/photos/`))
    assert.match(mine.text, /came from the account that you sign in with/)
    assert.ok(!mine.text.includes(address))
  })

  it('that can’t be had costs nothing but the photo, and what was there stays', async () => {
    const key = await aPhotoOf(ann, await aPicture())
    for (const path of ['/page', '/missing']) {
      assert.equal(await app.photos.keepFromProvider(annId, address + path), false)
    }
    for (const bad of ['https://10.0.0.1/x', 'https://169.254.169.254/latest', 'file:///etc/passwd', 'nonsense']) {
      assert.equal(await app.photos.keepFromProvider(annId, bad), false, bad)
    }
    assert.equal(await shownKey(ann), key)
    assert.equal((await app.files()).length, 3)
  })

  it('is no one’s when its person has gone meanwhile', async () => {
    const before = await app.files()
    await app.photos.keepFromProvider('0123456789ab', `${address}/picture`)
    assert.deepEqual(await app.files(), before)
  })

  it('on this machine is not asked for in production', async () => {
    const production = await startWithPhotos('disk', {
      options: {
        production: true,
        url: 'https://shop.example',
        demo: false,
        sessionSecret: 'x'.repeat(32),
        smtpUrl: 'smtp://127.0.0.1:9',
        mailFrom: 'help@shop.example',
      },
    })
    try {
      assert.equal(await production.photos.keepFromProvider(annId, `${address}/picture`), false)
    } finally {
      await production.stop()
    }
  })

  it('gives way to one that is uploaded', async () => {
    await app.photos.keepFromProvider(annId, `${address}/picture`)
    assert.equal((await upload(ann, await aPicture())).status, 303)
    assert.doesNotMatch((await ann.visit('/me/photo')).text, /came from the account/)
  })
})
