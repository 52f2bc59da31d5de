import { LRUCache } from 'lru-cache'
import { createLettering, type Lettering, type Weight } from './lettering.ts'

/** What stands in a share image. All texts are finished. */
export interface ShareParts {
  text: string
  isQuoted: boolean
  stars?: number
  name: string
  /** Role and company, in one line; empty where neither is told. */
  about: string
  /** What ties the person to the company; empty where nothing does. */
  disclosure: string
  /** Who selected it. */
  selectedBy: string
  /** WebP, square. */
  photo?: Buffer
}

/** Draws what networks show when somebody shares a testimonial. */
export interface ShareImages {
  /** A PNG of 1200 x 630 pixels. The same key is the same picture. */
  draw(key: string, parts: () => Promise<ShareParts>): Promise<Buffer>
}

export const shareSize = { width: 1200, height: 630 } as const

/** Kept for as long as the crowd comes that follows a post, and no longer: it may be taken back. */
const kept = { max: 50, ttl: 60_000 }

/** One picture at a time, whoever asks for how many: each takes about a tenth of a second of one processor. */
export function createShareImages(): ShareImages {
  const lettering = createLettering()
  const images = new LRUCache<string, Promise<Buffer>>(kept)
  let underWay: Promise<unknown> = Promise.resolve()
  return {
    draw(key, parts) {
      const known = images.get(key)
      if (known) return known
      const image = underWay.then(async () => drawn(lettering, await parts()))
      underWay = image.catch(() => images.delete(key))
      images.set(key, image)
      return image
    },
  }
}

async function drawn(lettering: Lettering, parts: ShareParts): Promise<Buffer> {
  // Only who is asked for such a picture needs the library in this process.
  const { default: sharp } = await import('sharp')
  const layers = parts.photo
    ? [{ input: await round(parts.photo), left: margin, top: shareSize.height - margin - photoSide }]
    : []
  return sharp(Buffer.from(svgOf(lettering, parts)))
    .composite(layers)
    .png({ compressionLevel: 9, palette: layers.length === 0 })
    .toBuffer()
}

async function round(photo: Buffer): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const half = photoSide / 2
  const mask = `<svg xmlns="http://www.w3.org/2000/svg" width="${photoSide}" height="${photoSide}"><circle cx="${half}" cy="${half}" r="${half}"/></svg>`
  return sharp(photo)
    .resize(photoSide, photoSide)
    .composite([{ input: Buffer.from(mask), blend: 'dest-in' }])
    .png()
    .toBuffer()
}

const margin = 72
const photoSide = 112
const colours = { page: '#fbfaf6', accent: '#0f6466', ink: '#1b272c', quiet: '#546067' } as const

/** Room for the words, from the top: what is left above the lines about who said them. */
const room = { top: 64, width: shareSize.width - 2 * margin, height: 366 } as const

/** The words stand there whole or not at all: nobody consented to a cut. */
const sizes = [64, 56, 50, 44, 38, 33, 29, 26, 23, 20, 18, 16]

function svgOf(lettering: Lettering, parts: ShareParts): string {
  const marks = [wordsOf(lettering, parts), personOf(lettering, parts), starsOf(parts.stars)]
  const { width, height } = shareSize
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="${colours.page}"/>`,
    `<rect width="${width}" height="14" fill="${colours.accent}"/>`,
    ...marks.flat(),
    '</svg>',
  ].join('')
}

interface Line {
  text: string
  x: number
  y: number
  size: number
  weight: Weight
  colour: string
}

function path(lettering: Lettering, { text, colour, ...place }: Line): string {
  return `<path fill="${colour}" d="${lettering.outline(text, place)}"/>`
}

function wordsOf(lettering: Lettering, { text, isQuoted, stars }: ShareParts): string[] {
  // A blank line is a break here; the text's own spaces stay.
  const words = text.normalize('NFC').replaceAll(/\n{2,}/g, '\n')
  const said = isQuoted ? `“${words}”` : words
  if (!lettering.has(said)) return []
  const top = room.top + (stars === undefined ? 0 : starSide + 24)
  const height = room.height - (top - room.top)
  const measured = lettering.measure(said, 400)
  for (const size of sizes) {
    const lines = measured.lines({ size, width: room.width })
    const step = size * 1.3
    if (lines.length * step > height) continue
    return lines.map((line, index) =>
      path(lettering, { text: line, x: margin, y: top + size + index * step, size, weight: 400, colour: colours.ink }),
    )
  }
  return []
}

/** Who said it, from below: the picture, the name, what they are, and what there is to know about both sides. */
function personOf(lettering: Lettering, { name, about, disclosure, selectedBy, photo }: ShareParts): string[] {
  const x = margin + (photo ? photoSide + 28 : 0)
  const below = [
    { text: name, size: 36, weight: 600, colour: colours.ink },
    { text: about, size: 27, weight: 400, colour: colours.quiet },
    {
      text: [disclosure, selectedBy].filter((each) => each !== '').join(' · '),
      size: 22,
      weight: 400,
      colour: colours.quiet,
    },
  ] as const
  const shown = below.filter(({ text }) => text !== '' && lettering.has(text))
  let y = shareSize.height - margin - shown.reduce((sum, { size }) => sum + size * 1.35, 0)
  return shown.map(({ text, ...rest }) => {
    y += rest.size * 1.35
    const size = fitting(lettering, text, { ...rest, width: shareSize.width - margin - x })
    return path(lettering, { text, x, y: y - rest.size * 0.25, ...rest, size })
  })
}

/** The largest size, from the wished one down, in which a text stands in one line. */
function fitting(
  lettering: Lettering,
  text: string,
  { size: wished, weight, width }: { size: number; weight: Weight; width: number },
): number {
  const measured = lettering.measure(text, weight)
  let size = wished
  while (size > 8 && measured.lines({ size, width }).length > 1) size -= 1
  return size
}

const starSide = 36

function starsOf(stars: number | undefined): string[] {
  return Array.from({ length: stars ?? 0 }, (_star, index) => {
    const centre = { x: margin + starSide / 2 + index * (starSide + 8), y: room.top + starSide / 2 }
    const points = Array.from({ length: 10 }, (_point, corner) => {
      const angle = (corner * Math.PI) / 5 - Math.PI / 2
      const radius = (starSide / 2) * (corner % 2 === 0 ? 1 : 0.42)
      return `${(centre.x + radius * Math.cos(angle)).toFixed(1)},${(centre.y + radius * Math.sin(angle)).toFixed(1)}`
    })
    return `<polygon fill="${colours.accent}" points="${points.join(' ')}"/>`
  })
}
