import { englishStem } from './english-stem.ts'
import { fold } from './fold.ts'
import { polishStem } from './polish-stem.ts'
import { isStopWord } from './stop-words.ts'

/** A word of a text, or several joined by signs: `3.2.1`, `foo_bar`, `it's`. */
export interface Token {
  /** Where it stands in the text. */
  start: number
  end: number
  /** Folded. */
  word: string
  /** Made of several words of their own, which are tokens as well. */
  isJoined: boolean
}

/** Letters and digits, with the signs that hold technical words together. Everything else parts words. */
const run = /[\p{L}\p{N}\p{M}._\-:/\\@#+'’&=%$~]+/gu
const part = /[\p{L}\p{N}\p{M}]+/gu

/** A longer one is an address or a key; its parts are found. */
const longestWord = 64

/** The words of a text, in order; a joined one stands before its parts. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const found of text.matchAll(run)) addRun(tokens, found[0], found.index)
  return tokens
}

function addRun(tokens: Token[], text: string, at: number): void {
  const parts = [...text.matchAll(part)]
  const first = parts[0]
  const last = parts.at(-1)
  if (!first || !last) return
  // C++ and C# are words; a full stop or a colon behind one is not part of it.
  const behind = /^[+#]*/.exec(text.slice(last.index + last[0].length))?.[0].length ?? 0
  const [start, end] = [first.index, last.index + last[0].length + behind]
  const isJoined = parts.length > 1 || behind > 0
  if (isJoined && end - start <= longestWord)
    tokens.push({ start: at + start, end: at + end, word: fold(text.slice(start, end)), isJoined })
  for (const { index, 0: word } of parts) {
    if (word.length > longestWord || (isJoined && word.length < 2)) continue
    tokens.push({ start: at + index, end: at + index + word.length, word: fold(word), isJoined: false })
  }
}

/**
 * The terms that a word is found by: itself; its English and its Polish stem; of a joined one also without its hyphens
 * and apostrophes (`e-mail`, `email`) and without the `v` of a version.
 */
export function termsOf({ word, isJoined }: Pick<Token, 'word' | 'isJoined'>): string[] {
  const known = remembered.get(word)
  if (known) return known
  const terms = [...new Set(isJoined ? joinedTerms(word) : wordTerms(word))]
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(word, terms)
  return terms
}

/** Stems of words that come again and again; forgotten all at once, which costs less than keeping an order. */
const remembered = new Map<string, string[]>()
const mostRemembered = 20_000

function wordTerms(word: string): string[] {
  return isStopWord(word) || word.length < 3 ? [word] : [word, englishStem(word), polishStem(word)]
}

function joinedTerms(word: string): string[] {
  const isHyphened = /^[\p{L}\p{M}'-]+$/u.test(word)
  return [word, ...(isHyphened ? [word.replace(/['-]/g, '')] : []), ...(/^v\d/.test(word) ? [word.slice(1)] : [])]
}
