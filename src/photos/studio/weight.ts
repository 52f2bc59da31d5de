import type { PictureKind } from './judge.ts'

/** What of a picture decides how much memory its decoder takes. */
export interface PictureFacts {
  kind: PictureKind
  width: number
  height: number
  channels: number
  bytesPerSample: number
  /** Interlaced or progressive: nothing can be given out before all of it is read. */
  isProgressive: boolean
}

/**
 * About how many bytes decoding takes at its peak. Measured with pictures of 50 megapixels: JPEG and plain PNG are read
 * line by line; a progressive JPEG keeps all coefficients, an interlaced PNG all pixels, WebP, GIF and AVIF whole frames.
 */
export function weightOf(facts: PictureFacts): number {
  const pixels = facts.width * facts.height
  return Math.round(pixels * bytesPerPixel(facts))
}

function bytesPerPixel({ kind, isProgressive, channels, bytesPerSample }: PictureFacts): number {
  switch (kind) {
    case 'jpeg':
      return isProgressive ? 6.5 : 0.8
    case 'png':
      return isProgressive ? channels * bytesPerSample * 1.2 : 0.8
    case 'webp':
      return 8
    case 'gif':
      return 6
    case 'avif':
      return 18
    default:
      return kind satisfies never
  }
}
