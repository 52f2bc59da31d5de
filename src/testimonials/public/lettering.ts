import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import opentype, { type Font, type Path } from 'opentype.js'

export type Weight = 400 | 600

/** Lines of text as outlines, so that a picture of them needs no font of the machine that makes it. */
export interface Lettering {
  /** Whether there is a letter for everything in a text. */
  has(text: string): boolean
  /** Measures a text once, to be set in any size. */
  measure(text: string, weight: Weight): Measured
  /** A line as the `d` of an SVG path, its baseline beginning at (x, y). */
  outline(line: string, place: { x: number; y: number; size: number; weight: Weight }): string
}

export interface Measured {
  /**
   * The text in lines of at most `width` pixels at a size; a line break of its own stays one. Words that are longer than a
   * line are broken.
   */
  lines(setting: { size: number; width: number }): string[]
}

/** The alphabets of the bundled font, in the order in which a letter is looked for. */
const alphabets = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'vietnamese']

/** Source Serif 4 (OFL). Each alphabet is read when a text first needs it: a few milliseconds. */
export function createLettering(): Lettering {
  const fontOf = createFonts()
  return {
    has: (text) => Array.from(text).every((letter) => letter === '\n' || fontOf(letter, 400) !== undefined),
    measure(text, weight) {
      const emsOf = remembered((word) =>
        runs(word, (letter) => fontOf(letter, weight)).reduce(
          (sum, { font, text: run }) => sum + wide(font, run, 1),
          0,
        ),
      )
      return {
        lines: ({ size, width }) => text.split('\n').flatMap((paragraph) => wrap(paragraph, emsOf, width / size)),
      }
    },
    outline(line, { x, y, size, weight }) {
      let at = x
      return runs(line, (letter) => fontOf(letter, weight))
        .map(({ font, text }) => {
          const path = dataOf(font.getPath(text, at, y, size))
          at += wide(font, text, size)
          return path
        })
        .join('')
    },
  }
}

/** The library's own writer rounds some numbers to nothing. */
function dataOf({ commands }: Path): string {
  const point = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`
  return commands
    .map((step) => {
      switch (step.type) {
        case 'M':
        case 'L':
          return step.type + point(step.x, step.y)
        case 'C':
          return `C${point(step.x1, step.y1)} ${point(step.x2, step.y2)} ${point(step.x, step.y)}`
        case 'Q':
          return `Q${point(step.x1, step.y1)} ${point(step.x, step.y)}`
        case 'Z':
          return 'Z'
        default:
          return step satisfies never
      }
    })
    .join('')
}

function remembered(measure: (word: string) => number): (word: string) => number {
  const known = new Map<string, number>()
  return (word) => {
    const ems = known.get(word) ?? measure(word)
    known.set(word, ems)
    return ems
  }
}

const wide = (font: Font, text: string, size: number): number => font.getAdvanceWidth(text, size)

interface Run {
  font: Font
  text: string
}

/** Neighbours of one font together, so that they are set with its kerning. What no font has is left out. */
function runs(text: string, fontOf: (letter: string) => Font | undefined): Run[] {
  const found: Run[] = []
  for (const letter of text) {
    const font = fontOf(letter)
    const last = found.at(-1)
    if (!font) continue
    if (last?.font === font) last.text += letter
    else found.push({ font, text: letter })
  }
  return found
}

/** `width` in ems, the size of the letters. */
function wrap(paragraph: string, emsOf: (word: string) => number, width: number): string[] {
  const lines: string[] = []
  let [line, filled] = ['', 0]
  for (const word of paragraph.split(' ').flatMap((each) => broken(each, emsOf, width))) {
    const more = (line === '' ? 0 : emsOf(' ')) + emsOf(word)
    if (line !== '' && filled + more > width) {
      lines.push(line)
      ;[line, filled] = [word, emsOf(word)]
    } else {
      line = line === '' ? word : `${line} ${word}`
      filled += more
    }
  }
  return [...lines, line]
}

/** The pieces of a word that is longer than a line. */
function broken(word: string, emsOf: (word: string) => number, width: number): string[] {
  if (emsOf(word) <= width) return [word]
  const pieces: string[] = []
  let [piece, filled] = ['', 0]
  for (const letter of word) {
    if (piece !== '' && filled + emsOf(letter) > width) {
      pieces.push(piece)
      ;[piece, filled] = ['', 0]
    }
    piece += letter
    filled += emsOf(letter)
  }
  return [...pieces, piece]
}

function createFonts(): (letter: string, weight: Weight) => Font | undefined {
  const read = new Map<string, Font>()
  const known = new Map<string, Font | undefined>()
  const fontNamed = (name: string): Font => {
    const font = read.get(name) ?? readFont(name)
    read.set(name, font)
    return font
  }
  return (letter, weight) => {
    const key = `${weight} ${letter}`
    if (known.has(key)) return known.get(key)
    const names = alphabets.map((alphabet) => `source-serif-4-${alphabet}-${weight}-normal.woff`)
    const name = names.find((each) => fontNamed(each).charToGlyphIndex(letter) > 0)
    const font = name === undefined ? undefined : fontNamed(name)
    if (known.size < mostLetters) known.set(key, font)
    return font
  }
}

/** What strangers type could name every letter there is. */
const mostLetters = 5000

const require = createRequire(import.meta.url)

function readFont(name: string): Font {
  const bytes = readFileSync(require.resolve(`@fontsource/source-serif-4/files/${name}`))
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}
