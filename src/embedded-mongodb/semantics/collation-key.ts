import { isDigits } from './values.ts'

/** What of a collation decides how a text is keyed; strengths as MongoDB numbers them. */
export interface KeyRules {
  strength: number
  caseLevel: boolean
  upperFirst: boolean
  numericOrdering: boolean
  ignoresPunctuation: boolean
}

/**
 * A text's collation key: two keys compare (by UTF-8 bytes or code units alike) as the texts do. Modelled on the Unicode
 * collation algorithm with the root order for every locale: letters first, then accents, then case. It is made from
 * Unicode's frozen decompositions alone, not from the ICU of the running Node, because keys are stored in indexes and
 * have to mean the same after an upgrade.
 */
export function collationKey(text: string, rules: KeyRules): string {
  const levels: Levels = { primary: '', secondary: '', tertiary: '', rules }
  const pieces = rules.numericOrdering ? (text.match(/\d+|\D+/g) ?? []) : [text]
  for (const piece of pieces) {
    if (rules.numericOrdering && isDigits(piece)) addNumber(levels, piece)
    else addText(levels, piece)
  }
  return joined(levels, text)
}

interface Levels {
  primary: string
  secondary: string
  tertiary: string
  readonly rules: KeyRules
}

const separator = '\u0001'
const plain = '\u0002'
const marked = '\u0003'

function joined({ primary, secondary, tertiary, rules }: Levels, text: string): string {
  const accents = rules.strength >= 2 ? secondary : ''
  const cases = rules.strength >= 3 || rules.caseLevel ? tertiary : ''
  const parts = [primary, withoutTrailing(accents), withoutTrailing(cases), rules.strength >= 5 ? text : '']
  while (parts.at(-1) === '') parts.pop()
  return parts.join(separator)
}

function withoutTrailing(level: string): string {
  let end = level.length
  while (end > 0 && level[end - 1] === plain) end--
  return level.slice(0, end)
}

function addNumber(levels: Levels, digits: string): void {
  const significant = digits.replace(/^0+(?=\d)/, '')
  levels.primary += weightOfDigitZero + String.fromCharCode(0x100 + Math.min(significant.length, 0xd000))
  for (const digit of significant) add(levels, { base: digit, isUpper: false })
}

function addText(levels: Levels, text: string): void {
  // The decomposition of ASCII is itself.
  // eslint-disable-next-line no-control-regex -- the range of ASCII begins with the control characters
  for (const char of /^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFC')) addChar(levels, char)
}

function addChar(levels: Levels, char: string): void {
  if (addExpanded(levels, char)) return
  const isUpper = char !== char.toLowerCase()
  const isLetterOfItsOwn = char < '\u0080' || char.toLowerCase() === 'й'
  for (const part of isLetterOfItsOwn ? char : char.normalize('NFKD')) {
    if (/\p{M}/u.test(part)) levels.secondary += accentWeight(part)
    else if (!addExpanded(levels, part) && !isIgnored(part, levels.rules)) {
      add(levels, { base: part.toLowerCase(), isUpper: isUpper || part !== part.toLowerCase() })
    }
  }
}

function addExpanded(levels: Levels, char: string): boolean {
  if (char < '\u0080') return false
  const expansion = expansions[char.toLowerCase()]
  if (!expansion) return false
  for (const base of expansion.letters) add(levels, { base, isUpper: char !== char.toLowerCase() })
  levels.secondary += expansion.accent
  return true
}

function add(levels: Levels, { base, isUpper }: { base: string; isUpper: boolean }): void {
  levels.primary += primaryWeight(base)
  levels.secondary += plain
  levels.tertiary += isUpper === levels.rules.upperFirst ? plain : marked
}

/** Letters that the root collation sorts as others with an accent (or, for ß, as the same). */
const expansions: Partial<Record<string, { letters: string; accent: string }>> = {
  æ: { letters: 'ae', accent: '\u0020' },
  œ: { letters: 'oe', accent: '\u0020' },
  ø: { letters: 'o', accent: '\u0021' },
  đ: { letters: 'd', accent: '\u0021' },
  ð: { letters: 'd', accent: '\u0022' },
  ħ: { letters: 'h', accent: '\u0021' },
  ł: { letters: 'l', accent: '\u0021' },
  ß: { letters: 'ss', accent: '' },
  ŀ: { letters: 'l', accent: '\u0020' },
  ͺ: { letters: 'ι', accent: '\u0020' },
  ς: { letters: 'σ', accent: '' },
}

function isIgnored(char: string, rules: KeyRules): boolean {
  if (isControl(char)) return true
  return rules.ignoresPunctuation && /[\p{P}\p{Z}\s]/u.test(char)
}

function isControl(char: string): boolean {
  return /[\p{Cc}\p{Cf}]/u.test(char) && !/\s/.test(char)
}

const asciiOrder = '\t\n\v\f\r _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz'
const asciiWeights = new Map(Array.from(asciiOrder).map((char, index) => [char, String.fromCharCode(0x100 + index)]))
const weightOfDigitZero = String.fromCharCode(0x100 + asciiOrder.indexOf('0'))

/** One or two code units below the surrogates: ASCII in the root order, all else by code point. */
function primaryWeight(char: string): string {
  const ascii = asciiWeights.get(char)
  if (ascii) return ascii
  const code = char.codePointAt(0) ?? 0
  if (code < 0xd000) return String.fromCharCode(0x200 + code)
  return String.fromCharCode(0xd300 + (code >> 12), 0x100 + (code & 0xfff))
}

function accentWeight(mark: string): string {
  return String.fromCharCode(0x30 + ((mark.codePointAt(0) ?? 0) & 0x7fff))
}
