import { createHash } from 'node:crypto'
import { plainText } from '../../content/index.ts'
import type { Fingerprint } from '../../kernel/index.ts'

/** Tells whether a text or a file holds something of what was removed. */
export interface Recogniser {
  inText(text: string): boolean
  isFile(bytes: Buffer): boolean
  /** The text with `mark` in place of every run of words that is of it. */
  strike(text: string, mark: string): string
  /** Texts that are too short to be told from anybody's words. */
  readonly tooShort: number
}

/** Words in a row by which a longer text is recognised: fewer are said by others too. */
const shingle = 8

/** The least letters and digits that a text of fewer words must have. */
const leastLetters = 12

interface Word {
  word: string
  start: number
  end: number
}

/** Makes the recogniser of a set of fingerprints: words in any case, form of Unicode, punctuation and layout. */
export function recogniser(fingerprints: readonly Fingerprint[]): Recogniser {
  const values = (kind: Fingerprint['kind']): string[] =>
    fingerprints.filter((print) => print.kind === kind).map(({ value }) => value)
  const { phrases, tooShort } = phrasesOf(values('text'))
  const names = values('name').map(fold)
  const files = new Set(values('file'))
  return {
    tooShort,
    inText: (text) => hits(wordsOf(text), phrases).length > 0 || names.some((name) => holdsName(fold(text), name)),
    isFile: (bytes) => files.size > 0 && files.has(createHash('sha256').update(bytes).digest('hex')),
    strike: (text, mark) =>
      names.reduce(
        (rest, name) => (holdsName(fold(rest), name) ? rest.replaceAll(new RegExp(escaped(name), 'gi'), mark) : rest),
        strike(text, { mark, spans: hits(wordsOf(text), phrases) }),
      ),
  }
}

/** First word -> phrases that begin with it, as words joined by spaces, by their number of words. */
type Phrases = Map<string, Map<number, Set<string>>>

function phrasesOf(texts: readonly string[]): { phrases: Phrases; tooShort: number } {
  const phrases: Phrases = new Map()
  let tooShort = 0
  for (const text of texts) {
    // What is rendered has no addresses of links between its words, what is stored has.
    for (const form of new Set([text, plainText(text)])) {
      const words = wordsOf(form).map(({ word }) => word)
      if (words.join('').length >= leastLetters) addPhrases(phrases, words)
      else if (form === text) tooShort += 1
    }
  }
  return { phrases, tooShort }
}

function addPhrases(phrases: Phrases, words: readonly string[]): void {
  const length = Math.min(shingle, words.length)
  for (let at = 0; at + length <= words.length; at += 1) {
    const first = words[at] ?? ''
    const byLength = phrases.get(first) ?? new Map<number, Set<string>>()
    const known = byLength.get(length) ?? new Set<string>()
    known.add(words.slice(at, at + length).join(' '))
    phrases.set(first, byLength.set(length, known))
  }
}

/** Where phrases stand: indexes of their first and last word in the text. */
function hits(words: readonly Word[], phrases: Phrases): { start: number; end: number }[] {
  return words.flatMap(({ word, start }, at) => {
    for (const [length, known] of phrases.get(word) ?? []) {
      const run = words.slice(at, at + length)
      const last = run.at(-1)
      if (last && run.length === length && known.has(run.map((each) => each.word).join(' ')))
        return [{ start, end: last.end }]
    }
    return []
  })
}

function strike(
  text: string,
  { mark, spans }: { mark: string; spans: readonly { start: number; end: number }[] },
): string {
  let out = ''
  let done = 0
  for (const { start, end } of spans) {
    if (start > done || (done === 0 && out === '')) out += text.slice(done, start) + mark
    done = Math.max(done, end)
  }
  return out + text.slice(done)
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(wordPattern), ({ 0: word, index }) => ({
    word: fold(word),
    start: index,
    end: index + word.length,
  }))
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Names shorter than this are also words: they count only where they lead to somebody, as in `@ann` and `/people/ann`. */
const longName = 16

/** A name stands for itself only between characters that no name has. */
function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const before = text.charAt(at - 1)
    const isApart = name.length < longName ? before === '@' || before === '/' : !/\w/.test(before)
    if (isApart && !/[\w-]/.test(text.charAt(at + name.length).replace('-', name.length < longName ? '-' : '')))
      return true
  }
  return false
}
