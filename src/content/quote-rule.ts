import type { StateBlock } from 'markdown-it'

/** Stands in a stored text for a quote that is kept beside it; nobody can type it into a form. */
const MARK = '\ufffc'

const markLine = /^\ufffc(\d{1,3})$/

/** The line of a stored text that stands for its quote of this number. */
export const quoteMark = (n: number): string => `${MARK}${n}`

/** A stored text with each line that stands for a quote replaced; `lines` gives what comes in its place. */
export function replaceQuoteMarks(source: string, lines: (n: number) => string): string {
  return source
    .split('\n')
    .map((line) => {
      const n = numberIn(line)
      return n === undefined ? line : lines(n)
    })
    .join('\n')
}

/** A text without what would be read as the mark of a quote. */
export function withoutQuoteMarks(text: string): string {
  return text.replaceAll(MARK, '')
}

type EndAndSilent = [endLine: number, silent: boolean]

/** A block rule for the lines that stand for quotes; like a heading, such a line ends whatever is above it. */
export function quoteRule(state: StateBlock, startLine: number, ...[, silent]: EndAndSilent): boolean {
  const line = state.src.slice((state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0), state.eMarks[startLine])
  const n = numberIn(line)
  if (n === undefined) return false
  if (silent) return true
  const token = state.push('quote', '', 0)
  token.meta = { n }
  token.map = [startLine, startLine + 1]
  state.line = startLine + 1
  return true
}

function numberIn(line: string): number | undefined {
  const found = markLine.exec(line.trimEnd())?.[1]
  return found === undefined ? undefined : Number(found)
}
