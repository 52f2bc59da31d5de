import assert from 'node:assert/strict'
import { Invalid, Unavailable } from '../../../src/kernel/index.ts'
import { createStudio, type Studio } from '../../../src/photos/studio/studio.ts'
import { bomb, noise, page, textBomb } from '../support/pictures.ts'

const sides = [96, 256, 640]

describe('the studio refuses', () => {
  let studio: Studio
  before(() => {
    studio = createStudio()
  })
  after(() => studio.close())

  const whole = {
    jpeg: () => noise(900, 700).jpeg().toBuffer(),
    'progressive jpeg': () => noise(900, 700).jpeg({ progressive: true }).toBuffer(),
    png: () => noise(900, 700).png().toBuffer(),
    webp: () => noise(900, 700).webp().toBuffer(),
    gif: () => noise(150, 150).gif().toBuffer(),
    avif: () => noise(900, 700).avif({ effort: 0 }).toBuffer(),
  }
  for (const [kind, file] of Object.entries(whole)) {
    for (const part of [0.98, 0.5, 0.01]) {
      it(`a ${kind} that is cut off after ${part * 100} %`, async () => {
        const bytes = await file()
        await refuses(bytes.subarray(0, Math.ceil(bytes.length * part)), 'damaged')
      })
    }
    it(`a ${kind} with its middle overwritten, or takes what can still be read`, async () => {
      const bytes = await file()
      bytes.fill(0xff, Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.6))
      try {
        await studio.make(bytes, { crop: 'middle', sides })
      } catch (error) {
        assert.ok(error instanceof Invalid, String(error))
      }
    })
  }

  it('a signature with rubbish behind it', async () => {
    for (const start of ['ffd8ffe0', '89504e470d0a1a0a', '474946383961', '52494646ffffffff57454250']) {
      await refuses(Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(2000, 7)]), 'damaged')
    }
  })

  it('a web page behind the first bytes of a picture', async () => {
    await refuses(Buffer.concat([Buffer.from('GIF89a'), Buffer.from(page)]), 'damaged')
  })

  it('a bomb: a small file of huge dimensions', async () => {
    const bytes = bomb(30_000, 30_000)
    assert.ok(bytes.length < 10_000)
    await refuses(bytes, 'tooManyPixels')
    await refuses(bomb(50_000_001, 1), 'tooManyPixels')
  })

  it('one pixel too many', async () => {
    await refuses(bomb(5_000, 10_001), 'tooManyPixels')
  })

  it('a picture with fewer pixels than the smallest photo', async () => {
    await refuses(await noise(95, 400).png().toBuffer(), 'tooSmall')
    await refuses(await noise(1, 1).png().toBuffer(), 'tooSmall')
  })

  it('a file that calls itself AVIF and is coded otherwise', async () => {
    const avif = await noise(200, 200).avif({ effort: 0 }).toBuffer()
    avif.set(Buffer.from('hvc1'), avif.indexOf('av01'))
    await refuses(avif, 'damaged')
  })

  it('to unpack a text: the picture around it is taken', async () => {
    const bytes = await textBomb(100)
    assert.ok(bytes.length < 300_000)
    const photos = await studio.make(bytes, { crop: 'middle', sides })
    assert.equal(photos.length, 3)
  })

  it('what takes longer than it may, and goes on with the next', async () => {
    const quick = createStudio({ patience: 1500 })
    try {
      // The process starts and warms up within the time.
      await quick.make(await noise(200, 200).png().toBuffer(), { crop: 'middle', sides })
      const slow = createStudio({ patience: 1 })
      await assert.rejects(slow.make(await whole.png(), { crop: 'middle', sides }), isRefusal('tooSlow'))
      slow.close()
      assert.equal((await quick.make(await whole.png(), { crop: 'middle', sides })).length, 3)
    } finally {
      quick.close()
    }
  })

  it('to let more wait than it can serve', async () => {
    const narrow = createStudio({ places: 1, queue: 2 })
    try {
      const bytes = await whole.png()
      const all = await Promise.allSettled(
        Array.from({ length: 6 }, () => narrow.make(bytes, { crop: 'middle', sides })),
      )
      const refused = all.filter(({ status }) => status === 'rejected')
      assert.equal(refused.length, 3)
      for (const one of refused) assert.ok((one as PromiseRejectedResult).reason instanceof Unavailable)
    } finally {
      narrow.close()
    }
  })

  async function refuses(bytes: Buffer, refusal: string): Promise<void> {
    await assert.rejects(studio.make(bytes, { crop: 'middle', sides }), isRefusal(refusal))
  }
})

function isRefusal(refusal: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Invalid, String(error))
    assert.deepEqual(error.fields, { photo: `photos:refusal.${refusal}` })
    return true
  }
}
