import type { Part } from '../photos.words.ts'

/** A square of a picture, in fractions: `x` of its width, `y` of its height, `size` of its shorter side. */
export interface Square {
  x: number
  y: number
  size: number
}

/** A square chosen by hand, or where to look for one. */
export type Crop = Square | Part

interface Box {
  width: number
  height: number
}

export interface Cut {
  /** The whole picture is made this large first: decoders are many times cheaper when they needn't give every pixel. */
  scaled: Box
  left: number
  top: number
  side: number
}

export const smallestSide = 96

/**
 * Where to cut a square out of a picture, in whole pixels, and how large the picture is made before that so that the
 * square has `wanted` pixels a side, or fewer where the picture has no more. A square is never smaller than the smallest
 * photo and always lies within the picture, whatever was asked for.
 */
export function cutOf(picture: Box, square: Square, wanted: number): Cut {
  const shorter = Math.min(picture.width, picture.height)
  const side = between(square.size * shorter, smallestSide, shorter)
  const scale = Math.min(1, wanted / side)
  const scaled = { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) }
  const cut = Math.min(Math.round(side * scale), scaled.width, scaled.height)
  return {
    scaled,
    left: between(Math.round(square.x * scaled.width), 0, scaled.width - cut),
    top: between(Math.round(square.y * scaled.height), 0, scaled.height - cut),
    side: cut,
  }
}

/** The largest square in the middle, at the start (top or left) or at the end of the picture. */
export function squareIn(picture: Box, part: Exclude<Part, 'auto'>): Square {
  const shorter = Math.min(picture.width, picture.height)
  const place = { start: 0, middle: 0.5, end: 1 }[part]
  const spare = (length: number): number => ((length - shorter) / length) * place
  return { x: spare(picture.width), y: spare(picture.height), size: 1 }
}

function between(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest)
}
