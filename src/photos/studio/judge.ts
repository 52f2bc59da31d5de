import type { Refusal } from '../photos.words.ts'

/** What a file is, judged by its first bytes; its name and declared type are its sender's claims. */
export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'

export type Judged = { kind: PictureKind } | { refused: Refusal }

/** Tells the kind of a picture, or why the file isn't one that we take. Reads at most the first kilobyte. */
export function judge(bytes: Buffer): Judged {
  if (bytes.length === 0) return { refused: 'missing' }
  const kind = kindOf(bytes)
  return kind ? { kind } : { refused: refusalOf(bytes) }
}

function kindOf(bytes: Buffer): PictureKind | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'jpeg'
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'png'
  const start = bytes.toString('latin1', 0, 12)
  if (/^GIF8[79]a/.test(start)) return 'gif'
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'webp'
  return brandsOf(bytes).some((brand) => brand === 'avif' || brand === 'avis') ? 'avif' : undefined
}

function refusalOf(bytes: Buffer): Refusal {
  if (brandsOf(bytes).some((brand) => heicBrands.has(brand))) return 'heic'
  const text = bytes
    .toString('utf8', 0, 1024)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/<svg[\s>]/i.test(text)) return 'drawing'
  return /^(?:<!doctype html|<html|<head|<body|<script|<\?php|<!--)/i.test(text) ? 'webPage' : 'otherType'
}

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])

/** The brands that the first box of an ISO base media file (ISO/IEC 14496-12, 4.3) names; none where it is no such file. */
function brandsOf(bytes: Buffer): string[] {
  if (bytes.length < 16 || bytes.toString('latin1', 4, 8) !== 'ftyp') return []
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256)
  const brands = [bytes.toString('latin1', 8, 12)]
  // The four bytes after the first brand are its version.
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString('latin1', at, at + 4))
  return brands
}
