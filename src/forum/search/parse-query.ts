import { topicStatuses, type TopicStatus } from '../status.words.ts'
import { straightQuotes } from './fold.ts'
import { isStopWord } from './stop-words.ts'
import { termsOf, tokensOf, type Token } from './tokens.ts'

/** A word that is looked for, by any of its terms. */
export interface SearchedWord {
  word: string
  terms: readonly string[]
}

/** A passage that is looked for as it was typed, with the words that lead to the posts that may hold it. */
export interface Phrase {
  text: string
  words: readonly SearchedWord[]
}

/** What somebody looks for. */
export interface SearchQuery {
  words: readonly SearchedWord[]
  phrases: readonly Phrase[]
  without: readonly SearchedWord[]
  withoutPhrases: readonly Phrase[]
  filters: Filters
}

export interface Filters {
  /** A category's slug. */
  category?: string
  /** A person's handle, in small letters. */
  by?: string
  status?: TopicStatus
}

/** More words than this find nothing that the first didn't. */
const mostWords = 12

/** An optional minus, and behind it a passage in quotes, a filter, or anything without a space. */
const piece = /(-?)(?:"([^"]*)"?|([a-z]+):([^\s"]+)|(\S+))/giu

/**
 * Reads a search: words, "passages as they stand", -without, and the filters `category:`, `by:` and `is:`. What looks
 * like a filter and is none is a word. Never fails.
 */
export function parseQuery(text: string): SearchQuery {
  const found = {
    words: [] as Token[],
    phrases: [] as Phrase[],
    without: [] as Token[],
    withoutPhrases: [] as Phrase[],
  }
  let filters: Filters = {}
  for (const [whole, minus = '', quoted, name = '', value = ''] of straightQuotes(text).matchAll(piece)) {
    const filter = minus === '' ? filterOf(name.toLowerCase(), value) : undefined
    if (filter) filters = { ...filters, ...filter }
    else if (quoted !== undefined) addPhrase(minus === '' ? found.phrases : found.withoutPhrases, quoted)
    else (minus === '' ? found.words : found.without).push(...wordsIn(whole))
  }
  const telling = found.words.filter(({ word }) => !isStopWord(word))
  const words = telling.length > 0 || found.phrases.length > 0 ? telling : found.words
  return { ...found, words: searched(words), without: searched(found.without), filters }
}

function filterOf(name: string, value: string): Filters | undefined {
  if (name === 'category') return { category: value.toLowerCase() }
  if (name === 'by') return { by: value.replace(/^@/, '').toLowerCase() }
  const status = name === 'is' ? topicStatuses.find((each) => each === value.toLowerCase()) : undefined
  return status === undefined ? undefined : { status }
}

function addPhrase(phrases: Phrase[], quoted: string): void {
  const text = normalPassage(quoted)
  const tokens = wordsIn(text)
  const telling = tokens.filter(({ word }) => !isStopWord(word))
  // As it stands: other forms of a word are other words.
  const words = (telling.length > 0 ? telling : tokens).map(({ word }) => ({ word, terms: [word] }))
  if (words.length > 0 && phrases.length < mostWords) phrases.push({ text, words: words.slice(0, mostWords) })
}

/** A text as passages are looked for in it: spaces, case and shapes of quotation marks aside, every sign counts. */
export const normalPassage = (text: string): string => straightQuotes(text).replace(/\s+/g, ' ').trim().toLowerCase()

/** The words of a piece; one that is joined is looked for as a whole. */
function wordsIn(text: string): Token[] {
  const tokens = tokensOf(text)
  const wholes = tokens.filter(({ isJoined }) => isJoined)
  return tokens.filter(
    (token) => token.isJoined || !wholes.some(({ start, end }) => token.start >= start && token.end <= end),
  )
}

function searched(tokens: readonly Token[]): SearchedWord[] {
  const byWord = new Map(tokens.map((token) => [token.word, { word: token.word, terms: termsOf(token) }]))
  return [...byWord.values()].slice(0, mostWords)
}
