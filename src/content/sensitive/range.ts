/** A part of a text, in UTF-16 units. */
export interface Range {
  start: number
  end: number
}

/** The ranges of all matches that a test lets pass; the test sees the match and what stands before and after it. */
export function matches(text: string, pattern: RegExp, test: (match: string, around: Around) => boolean): Range[] {
  const ranges: Range[] = []
  for (const { 0: match, index } of text.matchAll(pattern)) {
    const start = index
    const end = index + match.length
    const around = { before: text.slice(Math.max(0, start - 32), start), after: text.slice(end, end + 32) }
    if (test(match, around)) ranges.push({ start, end })
  }
  return ranges
}

export interface Around {
  /** Up to 32 UTF-16 units before the match. */
  before: string
  /** Up to 32 UTF-16 units after it. */
  after: string
}
