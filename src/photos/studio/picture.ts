import sharp, { type Metadata, type Sharp } from 'sharp'
import type { Refusal } from '../photos.words.ts'
import { cutOf, smallestSide, squareIn, type Crop, type Square } from './crop.ts'
import { judge, type PictureKind } from './judge.ts'
import { weightOf } from './weight.ts'

const mostPixels = 50_000_000

const quality = 82

/** A file that can't become a photo, and why. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal, options)
    this.refusal = refusal
  }
}

/** Sets sharp up for files from strangers. It holds for the whole process: only the studio's own may call it. */
export function prepareSharp(): void {
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((kind) => `VipsForeignLoad${kind}Buffer`) })
}

export interface Looked {
  width: number
  height: number
  /** About how many bytes it takes to decode. */
  weight: number
}

/** Reads what a picture says of itself, without decoding it. Width and height are those after turning. Throws Refused. */
export async function look(bytes: Buffer): Promise<Looked> {
  const judged = judge(bytes)
  if ('refused' in judged) throw new Refused(judged.refused)
  const metadata = await refusing(sharp(bytes, reading).metadata())
  const { width, height } = metadata.autoOrient
  if (!isOfKind(metadata, judged.kind)) throw new Refused('damaged')
  if (width * height > mostPixels) throw new Refused('tooManyPixels')
  if (Math.min(width, height) < smallestSide) throw new Refused('tooSmall')
  const weight = weightOf({
    kind: judged.kind,
    width,
    height,
    channels: metadata.channels,
    bytesPerSample: metadata.depth === 'ushort' ? 2 : 1,
    isProgressive: metadata.isProgressive,
  })
  return { width, height, weight }
}

/**
 * Makes the square photos of a picture: the first frame, turned upright, in sRGB, as WebP with nothing but its pixels.
 * `sides` are in pixels; a photo is never larger than what the picture has. Gives one file for each side. Throws Refused.
 */
export async function makePhotos(
  bytes: Buffer,
  { picture, crop, sides }: { picture: Looked; crop: Crop; sides: readonly number[] },
): Promise<Buffer[]> {
  const square = await refusing(
    cutSquare(bytes, { picture, crop, side: Math.max(...sides) })
      .raw()
      .toBuffer({ resolveWithObject: true }),
  )
  const { width, height, channels } = square.info
  const photos: Buffer[] = []
  for (const side of sides) {
    const photo = sharp(square.data, { raw: { width, height, channels } })
    photos.push(await photo.resize(side, side, { withoutEnlargement: true }).webp({ quality, effort: 4 }).toBuffer())
  }
  return photos
}

const reading = { failOn: 'error', limitInputPixels: mostPixels, pages: 1, autoOrient: true } as const

function cutSquare(
  bytes: Buffer,
  { picture, crop, side: wanted }: { picture: Looked; crop: Crop; side: number },
): Sharp {
  const whole = sharp(bytes, reading).toColourspace('srgb')
  if (crop === 'auto') {
    const side = Math.min(wanted, picture.width, picture.height)
    return whole.resize(side, side, { fit: 'cover', position: sharp.strategy.attention })
  }
  const square: Square = typeof crop === 'string' ? squareIn(picture, crop) : crop
  const { scaled, left, top, side } = cutOf(picture, square, wanted)
  return whole.resize(scaled.width, scaled.height, { fit: 'fill' }).extract({ left, top, width: side, height: side })
}

/** The decoder must agree with the first bytes; HEIF files may hold other codecs than AV1. */
function isOfKind(metadata: Metadata, kind: PictureKind): boolean {
  return kind === 'avif' ? metadata.format === 'heif' && metadata.compression === 'av1' : metadata.format === kind
}

/** The decoder's errors are about what is in the file. */
async function refusing<Made>(work: Promise<Made>): Promise<Made> {
  try {
    return await work
  } catch (error) {
    const isLarge = error instanceof Error && /pixel limit/i.test(error.message)
    throw new Refused(isLarge ? 'tooManyPixels' : 'damaged', { cause: error })
  }
}
