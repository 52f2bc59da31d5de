import { escapeHtml } from './escape-html.ts'
import type { SafeHtml } from './safe-html.ts'

/** A part of a text, in UTF-16 units. */
export interface TextRange {
  start: number
  end: number
}

/** A text as HTML, with the given parts in `<mark>`. They are in order and don't overlap. */
export function markParts(text: string, parts: readonly TextRange[]): SafeHtml {
  let html = ''
  let done = 0
  for (const { start, end } of parts) {
    html += `${escapeHtml(text.slice(done, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`
    done = end
  }
  return (html + escapeHtml(text.slice(done))) as SafeHtml
}

/**
 * The passage of a plain text that holds most of the given parts, as one line of HTML with those in `<mark>`, cut at
 * words, with `…` where the text goes on. Without parts it is the beginning.
 *
 * @param length about how many UTF-16 units of the text are shown
 */
export function passage(text: string, parts: readonly TextRange[], length: number): SafeHtml {
  const from = wordStart(text, bestStart(parts, length) - Math.floor(length / 6))
  const to = wordEnd(text, Math.max(from + length, lastEnd(parts, from, length)))
  const within = parts.filter(({ start, end }) => start >= from && end <= to)
  const shown = within.map(({ start, end }) => ({ start: start - from, end: end - from }))
  const html = markParts(text.slice(from, to), shown)
  return `${from > 0 ? '… ' : ''}${html.replace(/\s+/g, ' ').trim()}${to < text.length ? ' …' : ''}` as SafeHtml
}

/** Where the part begins that has most others behind it within the length. */
function bestStart(parts: readonly TextRange[], length: number): number {
  let best = { start: 0, count: 0 }
  for (const [at, { start }] of parts.entries()) {
    let count = 0
    while ((parts[at + count]?.end ?? Infinity) <= start + length) count += 1
    if (count > best.count) best = { start, count }
  }
  return best.start
}

function lastEnd(parts: readonly TextRange[], from: number, length: number): number {
  return parts.findLast(({ start }) => start < from + length)?.end ?? 0
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.slice(0, at).search(/\s\S*$/)
  // A text without spaces is cut between whole characters.
  if (space === -1 || at - space > 40) return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at
  return space + 1
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.slice(at, at + 40).search(/\s/)
  if (space >= 0) return at + space
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at
}
