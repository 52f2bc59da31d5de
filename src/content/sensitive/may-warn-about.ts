import { findCards } from './cards.ts'
import { findEmails } from './emails.ts'
import { findKeys } from './keys.ts'
import { findPhones } from './phones.ts'
import type { Range } from './range.ts'

/** Something in a text that its writer may not want everybody to read. */
export interface Sensitive {
  kind: 'email' | 'phone' | 'card' | 'key'
  /** Where it stands, in UTF-16 units: `text.slice(start, end)` is its text. */
  start: number
  end: number
  text: string
}

/**
 * Finds what looks like an e-mail address, a phone number, a payment card number or a secret key, in the order of the
 * text and without overlaps. It rather misses one than cries wolf, because a warning that is often wrong is not read.
 */
export function mayWarnAbout(text: string): Sensitive[] {
  let rest = text
  const found: Sensitive[] = []
  for (const [kind, find] of finders) {
    for (const { start, end } of find(rest)) found.push({ kind, start, end, text: text.slice(start, end) })
    // What is found is blotted out for the finders that follow, so that the digits of a key are no phone number.
    rest = blot(text, found)
  }
  return found.sort((a, b) => a.start - b.start)
}

// The surest first.
const finders: [Sensitive['kind'], (text: string) => Range[]][] = [
  ['key', findKeys],
  ['email', findEmails],
  ['card', findCards],
  ['phone', findPhones],
]

function blot(text: string, found: Range[]): string {
  let blotted = ''
  let done = 0
  for (const { start, end } of found.toSorted((a, b) => a.start - b.start)) {
    blotted += text.slice(done, start) + '\0'.repeat(end - start)
    done = end
  }
  return blotted + text.slice(done)
}
