import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** A picture with noise in it, so that its files have a size worth speaking of. */
export function noise(width: number, height: number): Sharp {
  const grain = { type: 'gaussian', mean: 128, sigma: 50 } as const
  return sharp({ create: { width, height, channels: 3, background: '#888', noise: grain } })
}

export type Colour = readonly [red: number, green: number, blue: number]

export const red: Colour = [220, 30, 30]
export const green: Colour = [30, 180, 60]
export const blue: Colour = [30, 60, 220]

/** Stripes of equal width side by side, which tell where a square was cut out. */
export function stripes(colours: readonly Colour[], { width, height }: { width: number; height: number }): Sharp {
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at += 1) {
    const colour = colours[Math.floor(((at % width) / width) * colours.length)] ?? red
    pixels.set(colour, at * 3)
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/** The colour at a place of a picture, in fractions. */
export async function colourAt(picture: Buffer, x: number, y: number): Promise<Colour> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * (info.height - 1)) * info.width + Math.floor(x * (info.width - 1))) * info.channels
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
}

/** Whether two colours are the same but for what compression does to them. */
export function isNear(one: Colour, other: Colour): boolean {
  return one.every((value, channel) => Math.abs(value - (other[channel] ?? 0)) < 45)
}

/** Words that must not be found in any photo made of `photoWithPlace`. */
export const secrets = ['Secret Camera 9000', 'Mallory', '2024:05:06']

/** A JPEG as a telephone writes it: lying on its side, with camera, owner, time and place. */
export async function photoWithPlace(): Promise<Buffer> {
  return stripes([red, green, blue], { width: 1200, height: 900 })
    .withExif({
      IFD0: { Make: 'Secret Camera 9000', Artist: 'Mallory', Orientation: '6' },
      IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '48/1 51/1 30/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '2/1 17/1 40/1',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>Mallory</creator></x:xmpmeta>')
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer()
}

/** An animation whose frames are each of one colour. */
export async function animation(kind: 'gif' | 'webp', colours: readonly Colour[]): Promise<Buffer> {
  const frames = colours.map((colour) => stripes([colour], { width: 200, height: 160 }).png().toBuffer())
  const joined = sharp(await Promise.all(frames), { join: { animated: true } })
  return kind === 'gif' ? joined.gif({ loop: 0 }).toBuffer() : joined.webp({ loop: 0 }).toBuffer()
}

/** A PNG of a few kilobytes that claims to be this large, with rows of zeros that really are in it, as far as they go. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(4_000_000), { level: 9 })
  return png([chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

/** A PNG with a text in it that unpacks to `megabytes`. */
export async function textBomb(megabytes: number): Promise<Buffer> {
  const plain = await noise(200, 200).png().toBuffer()
  const text = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(megabytes * 1_000_000))])
  // After the signature and the header, 33 bytes.
  return Buffer.concat([plain.subarray(0, 33), chunk('zTXt', text), plain.subarray(33)])
}

function png(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32Of(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}

/** Node 20.15 has it; types of Node 20 know it as well. */
function crc32Of(bytes: Buffer): number {
  return crc32(bytes) >>> 0
}

export const page = '<!doctype html><html><body><script>alert(document.cookie)</script></body></html>'

export const drawing =
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>alert(1)</script><rect width="300" height="300"/></svg>'

/** A file that begins as an ISO media file of these brands. */
export function mediaFile(...brands: string[]): Buffer {
  const [major = '', ...others] = brands
  const box = Buffer.from(`\0\0\0\0ftyp${major}\0\0\0\0${others.join('')}`, 'latin1')
  box.writeUInt32BE(box.length, 0)
  return Buffer.concat([box, Buffer.alloc(4000, 1)])
}
