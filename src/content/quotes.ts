import { parse } from './dialect.ts'
import { quoteMark, replaceQuoteMarks, withoutQuoteMarks } from './quote-rule.ts'

/** A block quote that says where it is from: its first line is a link and a colon, as in `> [Ann](/posts/1):`. */
export interface TypedQuote {
  /** Where the link leads. */
  address: string
  /** The lines below, without their `>`. */
  passage: string
  /** Its lines in the text: from the first, up to and without the last. */
  from: number
  to: number
}

const quotedLine = /^ {0,3}> ?(.*)$/
const head = /^\[(?:\\.|[^\\\]])*\]\(([^\s()]+)\):?[ \t]*$/

/** The block quotes of a typed text that say where they are from. Those within lists, code and other quotes are none. */
export function typedQuotes(text: string): TypedQuote[] {
  if (!text.includes('](')) return []
  const typed = withoutQuoteMarks(text)
  const lines = typed.split('\n')
  return parse(typed).flatMap((token) => {
    if (token.type !== 'blockquote_open' || token.level > 0 || !token.map) return []
    return quotesIn(lines, token.map)
  })
}

/**
 * Lines that only belong to a quote because CommonMark is lazy, those without a `>`, end it. An ordinary quote that holds
 * a first line of the other kind further down is one quote, and an ordinary one.
 */
function quotesIn(lines: string[], [start, end]: [number, number]): TypedQuote[] {
  const found: (TypedQuote & { lines: string[] })[] = []
  let isWithin: 'nothing' | 'quote' | 'ordinary' = 'nothing'
  for (let at = start; at < end; at += 1) {
    const inner = quotedLine.exec(lines[at] ?? '')?.[1]
    const address = inner === undefined || isWithin === 'ordinary' ? undefined : head.exec(inner)?.[1]
    if (inner === undefined) isWithin = 'nothing'
    else if (address !== undefined) {
      isWithin = 'quote'
      found.push({ address, passage: '', from: at, to: at + 1, lines: [] })
    } else if (isWithin === 'nothing') isWithin = 'ordinary'
    const last = isWithin === 'quote' && address === undefined ? found.at(-1) : undefined
    if (!last || inner === undefined) continue
    last.lines.push(inner)
    last.to = at + 1
  }
  return found.map(({ lines: passage, ...quote }) => ({ ...quote, passage: trimLines(passage) }))
}

function trimLines(lines: string[]): string {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first < 0 ? '' : lines.slice(first, last + 1).join('\n')
}

/** A quote as it is typed, in lines; `label` names the writer. */
export function typeQuote({ label, address, passage }: { label: string; address: string; passage: string }): string {
  const name = label.replace(/[\\[\]]/g, '\\$&').replace(/\s+/g, ' ')
  const below = passage === '' ? [] : passage.split('\n').map((line) => (line === '' ? '>' : `> ${line}`))
  return [`> [${name}](${address}):`, ...below].join('\n')
}

/** Whether a passage can be typed as part of a quote and be read back as what it was. */
export function isQuotable(passage: string): boolean {
  const lines = passage.split('\n')
  return trimLines(lines) === passage && !lines.some((line) => head.test(line))
}

/**
 * A typed text in its stored form: `numberOf` says which number a quote is kept under beside it, or undefined for one
 * that stays in the text as it was typed.
 */
export function storeQuotes(text: string, numberOf: (quote: TypedQuote) => number | undefined): string {
  const lines = withoutQuoteMarks(text).split('\n')
  // From the end, so that the lines of those before keep their numbers.
  for (const quote of typedQuotes(text).reverse()) {
    const n = numberOf(quote)
    if (n !== undefined) lines.splice(quote.from, quote.to - quote.from, quoteMark(n))
  }
  return lines.join('\n')
}

/** A stored text as it is typed; `typed` gives the lines of the quote with a number. */
export const unstoreQuotes = (source: string, typed: (n: number) => string): string => replaceQuoteMarks(source, typed)
