import assert from 'node:assert/strict'
import sharp from 'sharp'
import type { Crop } from '../../../src/photos/studio/crop.ts'
import { createStudio, type Studio } from '../../../src/photos/studio/studio.ts'
import {
  animation,
  blue,
  colourAt,
  green,
  isNear,
  noise,
  page,
  photoWithPlace,
  red,
  secrets,
  stripes,
  type Colour,
} from '../support/pictures.ts'

const sides = [96, 256, 640]

describe('the studio makes photos', () => {
  let studio: Studio
  before(() => {
    studio = createStudio()
  })
  after(() => studio.close())

  const make = (bytes: Buffer, crop: Crop = 'middle'): Promise<Buffer[]> => studio.make(bytes, { crop, sides })
  const largest = async (bytes: Buffer, crop?: Crop): Promise<Buffer> => (await make(bytes, crop)).at(-1)!

  it('in three square sizes, as WebP', async () => {
    const photos = await make(await noise(1000, 800).jpeg().toBuffer())
    const facts = await Promise.all(photos.map((photo) => sharp(photo).metadata()))
    assert.deepEqual(
      facts.map(({ format, width, height }) => [format, width, height]),
      sides.map((side) => ['webp', side, side]),
    )
  })

  it('no larger than the picture is', async () => {
    const photos = await make(await noise(200, 150).png().toBuffer())
    const widths = await Promise.all(photos.map(async (photo) => (await sharp(photo).metadata()).width))
    assert.deepEqual(widths, [96, 150, 150])
  })

  it('without place, time, camera or anything else but pixels', async () => {
    const original = await photoWithPlace()
    const before = await sharp(original).metadata()
    assert.ok(before.exif && before.xmp, 'the original has what is to be dropped')
    assert.ok(original.includes('Secret Camera 9000'))
    for (const photo of await make(original)) {
      const { exif, xmp, iptc, icc, orientation } = await sharp(photo).metadata()
      assert.deepEqual([exif, xmp, iptc, icc, orientation], [undefined, undefined, undefined, undefined, undefined])
      for (const secret of [...secrets, 'Exif', 'GPS', 'xmpmeta']) assert.ok(!photo.includes(secret), secret)
    }
  })

  it('upright, as the camera was held', async () => {
    // Lying on its side, the stripes go from left to right; upright (turned by 90°) from top to bottom.
    const photo = await largest(await photoWithPlace())
    assert.ok(isNear(await colourAt(photo, 0.5, 0.02), red))
    assert.ok(isNear(await colourAt(photo, 0.5, 0.98), blue))
    assert.ok(isNear(await colourAt(photo, 0.02, 0.5), green))
  })

  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`upright from orientation ${orientation}, with the square where it was chosen`, async () => {
      // What a person sees upright: red on the left, blue on the right. Written down as orientation says.
      const upright = await stripes([red, green, blue], { width: 600, height: 300 }).png().toBuffer()
      const stored = await storedAs(upright, orientation)
      const file = await sharp(stored).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
      const photo = await largest(file, { x: 0, y: 0, size: 0.5 })
      assert.ok(isNear(await colourAt(photo, 0.5, 0.5), red), String(await colourAt(photo, 0.5, 0.5)))
      const other = await largest(file, { x: 0.75, y: 0.5, size: 0.5 })
      assert.ok(isNear(await colourAt(other, 0.5, 0.5), blue))
    })
  }

  const squares: [name: string, crop: Crop, colour: Colour][] = [
    ['in the middle', 'middle', green],
    ['at the start', 'start', red],
    ['at the end', 'end', blue],
    ['chosen by hand', { x: 0.7, y: 0.2, size: 0.4 }, blue],
    ['chosen beyond the edge', { x: 1, y: 1, size: 0.3 }, blue],
  ]
  for (const [name, crop, colour] of squares) {
    it(`of the square ${name}`, async () => {
      const file = await stripes([red, green, blue], { width: 3000, height: 1000 }).jpeg().toBuffer()
      assert.ok(isNear(await colourAt(await largest(file, crop), 0.5, 0.5), colour))
    })
  }

  it('of the square where there is most to see', async () => {
    const something = await noise(300, 300).png().toBuffer()
    const plain = stripes([[240, 240, 240]], { width: 1500, height: 400 })
    const file = await plain
      .composite([{ input: something, left: 1150, top: 50 }])
      .png()
      .toBuffer()
    const photo = await largest(file, 'auto')
    const { channels } = await sharp(photo).stats()
    assert.ok((channels[0]?.stdev ?? 0) > 20, 'the square holds what stands out')
  })

  for (const kind of ['gif', 'webp'] as const) {
    it(`of the first frame of an animated ${kind}`, async () => {
      const file = await animation(kind, [green, red, blue])
      assert.equal((await sharp(file).metadata()).pages, 3)
      const photo = await largest(file)
      assert.ok(isNear(await colourAt(photo, 0.5, 0.5), green))
      assert.equal((await sharp(photo).metadata()).pages, undefined)
    })
  }

  const unusual: Record<string, () => Promise<Buffer>> = {
    'a PNG of 16 bits': () => stripes([green], { width: 300, height: 300 }).toColourspace('rgb16').png().toBuffer(),
    'an interlaced PNG': () => stripes([green], { width: 300, height: 300 }).png({ progressive: true }).toBuffer(),
    'a PNG with a palette': () => stripes([green], { width: 300, height: 300 }).png({ palette: true }).toBuffer(),
    'a progressive JPEG': () => stripes([green], { width: 300, height: 300 }).jpeg({ progressive: true }).toBuffer(),
    'a CMYK JPEG': () => stripes([green], { width: 300, height: 300 }).toColourspace('cmyk').jpeg().toBuffer(),
    'a JPEG in Display P3': () =>
      stripes([green], { width: 300, height: 300 }).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
    'an AVIF': () => stripes([green], { width: 300, height: 300 }).avif({ effort: 0 }).toBuffer(),
    'an AVIF of 10 bits': () =>
      stripes([green], { width: 300, height: 300 }).avif({ effort: 0, bitdepth: 10 }).toBuffer(),
    'a lossless WebP': () => stripes([green], { width: 300, height: 300 }).webp({ lossless: true }).toBuffer(),
  }
  for (const [what, file] of Object.entries(unusual)) {
    it(`of ${what}, in the colours that it shows`, async () => {
      const photo = await largest(await file())
      const { space, depth, hasAlpha } = await sharp(photo).metadata()
      assert.deepEqual([space, depth, hasAlpha], ['srgb', 'uchar', false])
      assert.ok(isNear(await colourAt(photo, 0.5, 0.5), green), String(await colourAt(photo, 0.5, 0.5)))
    })
  }

  it('of a grey picture, and keeps what is see-through', async () => {
    const grey = await noise(200, 200).greyscale().png().toBuffer()
    assert.equal((await make(grey)).length, 3)
    const clear = { width: 200, height: 200, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } as const
    const photo = await largest(await sharp({ create: clear }).png().toBuffer())
    assert.equal((await sharp(photo).metadata()).hasAlpha, true)
  })

  it('of a polyglot’s pixels only: nothing behind the picture or within its comments comes along', async () => {
    const picture = await noise(300, 300).jpeg().toBuffer()
    const comment = Buffer.from('<script>comment()</script>')
    const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, comment.length + 2]), comment])
    const polyglot = Buffer.concat([
      picture.subarray(0, 2),
      segment,
      picture.subarray(2),
      Buffer.from(page),
      Buffer.from('PK\x03\x04zip'),
    ])
    for (const photo of await make(polyglot)) {
      for (const part of ['script', 'html', 'PK\x03\x04', 'zip']) assert.ok(!photo.includes(part), part)
    }
  })
})

/** The upright picture as a camera held this way stores it: the inverse of what the orientation asks to do. */
async function storedAs(upright: Buffer, orientation: number): Promise<Buffer> {
  const picture = sharp(upright)
  switch (orientation) {
    case 2:
      return picture.flop().toBuffer()
    case 3:
      return picture.rotate(180).toBuffer()
    case 4:
      return picture.flip().toBuffer()
    case 5:
      return sharp(await picture.rotate(90).toBuffer())
        .flop()
        .toBuffer()
    case 6:
      return picture.rotate(270).toBuffer()
    case 7:
      return sharp(await picture.rotate(90).toBuffer())
        .flip()
        .toBuffer()
    case 8:
      return picture.rotate(90).toBuffer()
    default:
      return upright
  }
}
