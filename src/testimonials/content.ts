import { createHash } from 'node:crypto'
import { cutMark, type Connection, type NameForm } from './testimonials.words.ts'

/** Everything of a testimonial that is shown beside its photo: what a consent is given to, to the letter. */
export interface Content {
  /** Grows with every change, so that no two versions are ever the same to a consent. */
  version: number
  text: string
  name: string
  nameForm: NameForm
  role: string
  company: string
  /** 1 to 5; missing where none were given. */
  stars?: number | undefined
  connection: Connection
  /** Whether all of the text, parts of it or nothing of it is as its person wrote it. */
  quote: Quote
}

export type Quote = 'whole' | 'cut' | 'none'

/**
 * SHA-256 of a content, salted: whoever erases the salt with the content leaves a hash that nobody can match with a guess.
 */
export function contentHash(content: Content, salt: string): string {
  const { version, text, name, nameForm, role, company, stars, connection, quote } = content
  const said = [version, text, name, nameForm, role, company, stars ?? null, connection, quote]
  return sha256(JSON.stringify([salt, said]))
}

/** Salted hash of a photo, from the SHA-256 of its bytes. */
export function photoHash(bytesHash: string, salt: string): string {
  return sha256(JSON.stringify([salt, 'photo', bytesHash]))
}

/** SHA-256 in hexadecimal digits. */
export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The name as it is shown; undefined where none is. */
export function shownName(name: string, form: NameForm): string | undefined {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const initial = (word: string | undefined): string => (word === undefined ? '' : `${Array.from(word)[0] ?? ''}.`)
  const [first = '', ...rest] = words
  switch (form) {
    case 'full':
      return words.join(' ')
    case 'first-initial':
      return rest.length === 0 ? first : `${first} ${initial(rest.at(-1))}`
    case 'initials':
      return words.map(initial).join(' ')
    case 'anonymous':
      return undefined
    default:
      return form satisfies never
  }
}

/**
 * Whether a text may stand in quotation marks: it is what its person wrote, or pieces of that in their order with […] at
 * every cut. Spaces at the edges of a cut don't count.
 */
export function quoteOf(text: string, original: string): Quote {
  if (text === original) return 'whole'
  if (!text.includes(cutMark)) return 'none'
  const pieces = text.split(cutMark).map((piece) => piece.trim())
  let from = 0
  for (const piece of pieces) {
    const at = original.indexOf(piece, from)
    if (at === -1) return 'none'
    from = at + piece.length
  }
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  // What is missing at the beginning or the end is a cut as well.
  return original.trim().startsWith(first) && original.trim().endsWith(last) ? 'cut' : 'none'
}
