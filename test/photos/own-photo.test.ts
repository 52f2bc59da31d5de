import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { Person, signedIn } from '../support/person.ts'
import { inEverySetting } from '../support/running.ts'
import {
  blue,
  bomb,
  colourAt,
  drawing,
  green,
  isNear,
  mediaFile,
  noise,
  page,
  photoWithPlace,
  red,
  secrets,
  stripes,
} from './support/pictures.ts'
import { aPhotoOf, aPicture, photoAt, shownKey, startWithPhotos, upload, type WithPhotos } from './support/uploading.ts'

const megabyte = 1024 * 1024

inEverySetting('one’s own photo', (setting) => {
  const store = setting === 'standalone' ? 'disk' : 'gridfs'
  let app: WithPhotos
  let ann: Person
  before(async () => {
    app = await startWithPhotos(store, { setting })
    ann = await signedIn(app, 'ann')
  })
  after(() => app.stop())

  it('is uploaded, shown in three sizes to everybody, and stands beside what its bearer writes', async () => {
    const key = await aPhotoOf(ann, await photoWithPlace())
    for (const [size, side] of Object.entries({ small: 96, medium: 256, large: 640 })) {
      const { status, body, headers } = await photoAt(app, `${key}-${size}.webp`)
      assert.equal(status, 200)
      assert.equal(headers['content-type'], 'image/webp')
      const { format, width, height } = await sharp(body).metadata()
      assert.deepEqual([format, width, height], ['webp', side, side])
    }
    assert.deepEqual(await app.files(), [`${key}-large.webp`, `${key}-medium.webp`, `${key}-small.webp`])
    const home = await ann.visit('/')
    assert.equal(home.$('.menu img.avatar').attr('src'), `${app.mountPath}/photos/${key}-small.webp`)
  })

  it('keeps no word of what the camera wrote, neither in files nor in rows', async () => {
    await aPhotoOf(ann, await photoWithPlace())
    const kept = await app.bytes()
    assert.ok(kept.length > 1000)
    for (const secret of secrets) assert.ok(!kept.includes(secret), secret)
    const rows = await app.database.connection.collection('photos').find().toArray()
    assert.equal(rows.length, 1)
    assert.deepEqual(Object.keys(rows[0]!).sort(), [
      ...['_id', 'accountId', 'createdAt', 'hiddenFor', 'source', 'state', 'store'],
    ])
  })

  it('has an address of chance that holds nothing of its bearer and is new with each upload', async () => {
    const first = await aPhotoOf(ann, await aPicture())
    const second = await aPhotoOf(ann, await aPicture())
    assert.notEqual(first, second)
    const account = await app.database.connection.collection('accounts').findOne({ photo: second })
    assert.ok(account)
    for (const part of [account._id, account['handle'], 'ann']) assert.ok(!second.includes(String(part)))
  })

  it('is kept by caches for five minutes, is checked by its mark, and by no search engine', async () => {
    const key = await aPhotoOf(ann, await aPicture())
    const name = `${key}-small.webp`
    const { headers } = await photoAt(app, name)
    assert.equal(headers['cache-control'], 'public, max-age=300')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['x-robots-tag'], 'noindex')
    assert.equal(headers['vary'], undefined)
    assert.doesNotMatch(String(headers['set-cookie']), /candor/)
    const again = await photoAt(app, name, { 'If-None-Match': String(headers['etag']) })
    assert.deepEqual([again.status, again.body.length], [304, 0])
    const head = await fetch(`${app.reachedAt}/photos/${name}`, { method: 'HEAD' })
    assert.equal(head.headers.get('content-length'), headers['content-length'])
  })

  it('replaces the one before: its address answers 410 and its files are gone', async () => {
    const first = await aPhotoOf(ann, await aPicture())
    const second = await aPhotoOf(ann, await aPicture())
    assert.equal((await photoAt(app, `${first}-small.webp`)).status, 410)
    assert.deepEqual(await app.files(), [`${second}-large.webp`, `${second}-medium.webp`, `${second}-small.webp`])
  })

  it('is gone with every size when the answer to its removal comes, also for who has kept its mark', async () => {
    const key = await aPhotoOf(ann, await aPicture())
    const { headers } = await photoAt(app, `${key}-large.webp`)
    const mine = await ann.visit('/me/photo')
    const removed = await ann.submit(mine, {}, '.photo-now form')
    assert.equal(removed.status, 200)
    assert.match(removed.text, /Your photo is gone/)
    assert.deepEqual(await app.files(), [])
    for (const size of ['small', 'medium', 'large']) {
      const gone = await photoAt(app, `${key}-${size}.webp`, {
        'If-None-Match': String(headers['etag']),
      })
      assert.equal(gone.status, 410)
      assert.equal(gone.headers['x-robots-tag'], 'noindex')
      assert.equal(gone.headers['cache-control'], 'private, no-store')
      assert.match(String(gone.headers['content-security-policy']), /default-src 'none'/)
    }
    const home = await ann.visit('/')
    assert.equal(home.$('.menu img.avatar').length, 0)
    assert.equal(home.$('.menu .avatar').length, 1, 'initials stand there again')
  })

  it('leaves nothing but the hash of its address, a time and a ground when it is removed', async () => {
    const key = await aPhotoOf(ann, await aPicture())
    await ann.submit(await ann.visit('/me/photo'), {}, '.photo-now form')
    const { connection } = app.database
    assert.equal(await connection.collection('photos').countDocuments(), 0)
    const tombstones = await connection.collection('removedphotos').find().toArray()
    for (const tombstone of tombstones) {
      assert.deepEqual(Object.keys(tombstone).sort(), ['_id', 'ground', 'removedAt'])
    }
    const everything = JSON.stringify(await dump(app))
    assert.ok(!everything.includes(key))
  })

  it('may be removed twice', async () => {
    await aPhotoOf(ann, await aPicture())
    const mine = await ann.visit('/me/photo')
    for (const _time of [1, 2]) {
      const removed = await ann.submit(mine, {}, '.photo-now form')
      assert.equal(removed.status, 200)
    }
  })

  it('is cut from the square that was chosen', async () => {
    const file = await stripes([red, green, blue], { width: 900, height: 300 }).png().toBuffer()
    const choices = [
      { fields: { part: 'start' }, colour: red },
      { fields: { part: 'middle' }, colour: green },
      { fields: { part: 'end' }, colour: blue },
      // As crop.js writes it; without script the fields are there and empty.
      { fields: { part: 'auto', x: '0.700000', y: '0.100000', size: '0.800000' }, colour: blue },
      { fields: { part: 'start', x: '', y: '', size: '' }, colour: red },
    ]
    for (const { fields, colour } of choices) {
      const sent = await upload(ann, file, fields)
      assert.equal(sent.status, 303, sent.text)
      const { body } = await photoAt(app, `${await shownKey(ann)}-large.webp`)
      assert.ok(isNear(await colourAt(body, 0.5, 0.5), colour), JSON.stringify(fields))
    }
  })

  it('refuses fields that no page of ours sends', async () => {
    const file = await aPicture()
    for (const fields of [{ x: '-1' }, { y: '1.5' }, { size: 'NaN' }, { x: '1e9' }, { part: 'top' }, { other: '1' }]) {
      assert.equal((await upload(ann, file, fields as Record<string, string>)).status, 422, JSON.stringify(fields))
    }
  })

  const bad: [what: string, file: () => Promise<Buffer> | Buffer | undefined, words: RegExp][] = [
    ['no file', () => undefined, /Choose a picture first/],
    ['an empty file', () => Buffer.alloc(0), /Choose a picture first/],
    ['a web page named .jpg', () => Buffer.from(page), /a web page and no picture, whatever its name says/],
    ['a drawing with a script', () => Buffer.from(drawing), /an SVG drawing/],
    ['HEIC', () => mediaFile('heic', 'mif1'), /a HEIC picture/],
    ['PDF', () => Buffer.from('%PDF-1.7'), /no picture of a kind/],
    [
      'a picture cut off',
      async () => (await noise(900, 700).jpeg().toBuffer()).subarray(0, 40_000),
      /cut off or damaged/,
    ],
    ['a bomb', () => bomb(30_000, 30_000), /more than 50 million pixels/],
    ['a tiny picture', () => noise(50, 50).png().toBuffer(), /too small/],
    ['8 MB and a byte', () => randomBytes(8 * megabyte + 1), /larger than 8 MB/],
  ]
  describe('beside one that is there', () => {
    let key: string
    before(async () => void (key = await aPhotoOf(ann, await noise(150, 150).png().toBuffer())))

    for (const [what, file, words] of bad) {
      it(`refuses ${what} with its reason, and nothing is left of it or changed`, async () => {
        const before = [await app.files(), await dump(app)]
        const sent = await upload(ann, await file())
        assert.equal(sent.status, 422)
        assert.match(sent.$('#error-photo').text(), words)
        assert.equal(sent.$('.errors a').attr('href'), '#field-photo')
        assert.deepEqual([await app.files(), await dump(app)], before)
        assert.equal(await shownKey(ann), key)
      })
    }
  })

  it('takes a file of exactly 8 MB', async () => {
    const picture = await noise(300, 300).jpeg().toBuffer()
    const padded = Buffer.concat([picture, Buffer.alloc(8 * megabyte - picture.length)])
    assert.equal((await upload(ann, padded)).status, 303)
  })

  it('is one, also after several uploads at once', async () => {
    const pictures = await Promise.all([1, 2, 3, 4, 5, 6].map(() => noise(300, 300).png().toBuffer()))
    const sent = await Promise.all(pictures.map((picture) => upload(ann, picture)))
    assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]))
    const key = await shownKey(ann)
    assert.deepEqual(await app.files(), [`${key}-large.webp`, `${key}-medium.webp`, `${key}-small.webp`])
    assert.equal(await app.database.connection.collection('photos').countDocuments(), 1)
  })

  it('is either whole or gone after an upload and a removal at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      await aPhotoOf(ann, await aPicture())
      const mine = await ann.visit('/me/photo')
      const another = await aPicture()
      await Promise.all([upload(ann, another), ann.submit(mine, {}, '.photo-now form')])
      const rows = await app.database.connection.collection<{ _id: string }>('photos').find().toArray()
      const account = await app.database.connection.collection('accounts').findOne({ photo: { $exists: true } })
      assert.equal(account?.['photo'], rows[0]?._id)
      assert.equal((await app.files()).length, rows.length * 3)
    }
  })

  it('is nobody else’s to change', async () => {
    const key = await aPhotoOf(ann, await aPicture())
    const ben = await signedIn(app, 'ben')
    const removal = await ben.send('/me/photo/removal')
    assert.equal(removal.status, 303)
    assert.equal(await shownKey(ann), key)
    const guest = new Person(app)
    assert.equal((await guest.send('/me/photo/removal')).status, 401)
    assert.equal((await ben.send('/me/photo/removal', { _csrf: 'forged' })).status, 403)
  })

  it('that never was, or is asked for by another name, is not found', async () => {
    const key = await aPhotoOf(ann, await aPicture())
    const names = [
      `${'A'.repeat(24)}-small.webp`,
      `${key}-huge.webp`,
      `${key}-small.png`,
      `${key}.webp`,
      key,
      `${key}-small.webp.part`,
      '..%2f..%2fetc%2fpasswd',
      `%2e%2e%2f${key}-small.webp`,
      `${key}-__proto__.webp`,
    ]
    for (const name of names) assert.equal((await photoAt(app, name)).status, 404, name)
  })
})

async function dump(app: WithPhotos): Promise<unknown> {
  const names = ['accounts', 'photos', 'photos.files', 'removedphotos']
  return Promise.all(names.map((name) => app.database.connection.collection(name).find().sort({ _id: 1 }).toArray()))
}
