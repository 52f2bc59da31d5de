import type { TextRange } from '../../content/index.ts'
import { straightQuotes } from './fold.ts'
import type { SearchQuery } from './parse-query.ts'
import { termsOf, tokensOf } from './tokens.ts'

/** Where a text holds what a query looks for, in order and without overlap: words in any form, passages as they stand. */
export function partsOf(text: string, { words, phrases }: Pick<SearchQuery, 'words' | 'phrases'>): TextRange[] {
  const terms = new Set(words.flatMap((word) => word.terms))
  const found: TextRange[] = tokensOf(text).filter((token) => termsOf(token).some((term) => terms.has(term)))
  for (const { text: wanted } of phrases) found.push(...passagesOf(text, wanted))
  const inOrder = found.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start || b.end - a.end)
  const parts: TextRange[] = []
  for (const part of inOrder) if (part.start >= (parts.at(-1)?.end ?? 0)) parts.push(part)
  return parts
}

function passagesOf(text: string, wanted: string): TextRange[] {
  const pattern = wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ /g, '\\s+')
  // Quotation marks are one character each before and after, so places stay what they were.
  return [...straightQuotes(text).matchAll(new RegExp(pattern, 'giu'))].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))
}
