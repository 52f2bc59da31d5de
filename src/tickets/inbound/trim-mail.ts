import {
  attribution,
  authorLine,
  deviceLine,
  factLine,
  forwardLine,
  forwardSubject,
  originalLine,
} from './quote-marks.ts'

/**
 * What somebody wrote in a mail themselves: without what their program quoted, and without a signature. A mail that was
 * passed on is kept whole, for what it quotes is what it is about; so is one of which nothing would be left.
 */
export function trimMail(text: string, subject: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .split('\n')
  const isForward = forwardSubject.test(subject) || lines.some((line) => forwardLine.test(plain(line)))
  const own = isForward ? lines : withoutQuote(lines)
  const trimmed = joined(withoutSignature(own))
  return trimmed === '' ? joined(lines) : trimmed
}

function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A line without the marks that turn its direction, which programs put around names and quotes. */
const plain = (line: string): string => line.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
const isBlank = (line: string): boolean => plain(line).trim() === ''
const isQuoted = (line: string): boolean => /^\s*[>|]/.test(plain(line))

function withoutQuote(lines: readonly string[]): readonly string[] {
  const start = startOfQuote(lines)
  if (start === undefined) return withoutQuotedEnds(lines)
  const before = lines.slice(0, start.at)
  const after = withoutSignature(lines.slice(start.at + start.length))
  // An answer below or between what it answers: what is quoted there gives it its sense.
  const isBelow = start.isPrefixed && after.some((line) => !isQuoted(line) && !isBlank(line))
  if (isBelow) return [...before, ...withoutQuotedEnds(after)]
  return withoutRule(before)
}

interface Start {
  at: number
  /** Lines that say whose words follow. */
  length: number
  /** What is quoted stands behind `>`. */
  isPrefixed: boolean
}

function startOfQuote(lines: readonly string[]): Start | undefined {
  for (const [at, raw] of lines.entries()) {
    const line = plain(raw)
    if (originalLine.test(line) || isFactBlock(lines, at)) return { at, length: 0, isPrefixed: false }
    const length = attributionAt(lines, at)
    if (length > 0) {
      const next = lines.slice(at + length).find((each) => !isBlank(each))
      const isPrefixed = next !== undefined && isQuoted(next)
      if (isPrefixed || next === undefined || isCertain(lines.slice(at, at + length))) return { at, length, isPrefixed }
    }
  }
  return undefined
}

/** `From:` followed by at least two other facts of a mail, as Outlook writes them. */
function isFactBlock(lines: readonly string[], at: number): boolean {
  if (!authorLine.test(plain(lines[at] ?? ''))) return false
  return lines.slice(at + 1, at + 7).filter((line) => factLine.test(plain(line))).length >= 2
}

/** How many lines the attribution takes that begins here; programs wrap it. 0 where none does. */
function attributionAt(lines: readonly string[], at: number): number {
  if (isBlank(lines[at] ?? '')) return 0
  for (let length = 1; length <= 4; length += 1) {
    const some = lines.slice(at, at + length)
    if (some.length < length || some.some((line) => isBlank(line) || isQuoted(line))) return 0
    const text = plain(some.join(' '))
    if (text.length > longestAttribution) return 0
    if (attribution.test(text) || (nameless.test(text) && isAboveQuote(lines, at + length))) return length
  }
  return 0
}

function isAboveQuote(lines: readonly string[], at: number): boolean {
  return [lines[at], lines[at + 1]].some((line) => line !== undefined && isQuoted(line))
}

const longestAttribution = 400

/** In a language that isn't known here: a line with an address that ends in a colon, right above what is quoted. */
const nameless = /<[^<>\s]+@[^<>\s]+>\s*[:：]\s*$/u

/** A date and an address: no sentence of a person ends so. */
function isCertain(lines: readonly string[]): boolean {
  const text = plain(lines.join(' '))
  return /\d{1,2}[:.]\d{2}|\d{4}/.test(text) && /@|<|\[/.test(text)
}

/** Takes quoted lines off the end; and off the beginning, where everything of one's own stands below them. */
function withoutQuotedEnds(lines: readonly string[]): readonly string[] {
  const own = lines.flatMap((line, at) => (isQuoted(line) || isBlank(line) ? [] : [at]))
  const [first, last] = [own[0], own.at(-1)]
  if (first === undefined || last === undefined) return lines
  const hasQuoteBetween = lines.slice(first, last).some(isQuoted)
  return lines.slice(hasQuoteBetween ? 0 : first, last + 1)
}

/** The line that Outlook draws above what it quotes. */
function withoutRule(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => !isBlank(line))
  return last >= 0 && /^\s*[_-]{5,}\s*$/.test(lines[last] ?? '') ? lines.slice(0, last) : lines
}

const longestSignature = 15

function withoutSignature(lines: readonly string[]): readonly string[] {
  // RFC 3676 section 4.3; without the space where it was lost on the way.
  const mark = lines.findIndex((line) => /^--\s*$/.test(plain(line)))
  const isSignature = mark >= 0 && lines.slice(mark + 1).filter((line) => !isBlank(line)).length <= longestSignature
  const rest = isSignature ? lines.slice(0, mark) : lines
  const last = rest.findLastIndex((line) => !isBlank(line))
  return last >= 0 && deviceLine.test(plain(rest[last] ?? '')) ? withoutRule(rest.slice(0, last)) : rest
}
