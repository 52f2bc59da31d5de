import { matches } from './range.ts'
import type { Range } from './range.ts'

/** Payment card numbers: the length and first digits of a known scheme, the usual groups, and a right check digit. */
export function findCards(text: string): Range[] {
  return matches(text, digitRun, isCard)
}

// A whole run of groups, so that sixteen digits inside an IBAN are not taken for a card.
const digitRun = /(?<![\p{L}\p{N}_.,:/+#-])\d{1,32}(?:[ \u00a0-]\d{1,32}){0,12}(?![\p{L}\p{N}_]|[.,:/-]\d)/gu

const groupings = ['16', '15', '14', '19', '4-4-4-4', '4-6-5', '4-6-4', '4-4-4-4-3', '6-13']

// Ranges of issuer identification numbers (ISO/IEC 7812) as the schemes publish them, with the lengths they use.
const schemes = [
  /^4\d{15}(?:\d{3})?$/,
  /^5[1-5]\d{14}$/,
  /^2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[68]\d)\d{11}$/,
  /^6(?:011|4[4-9]\d|5\d\d)\d{12}$/,
  /^35(?:2[89]|[3-8]\d)\d{12}$/,
  /^62\d{14}(?:\d{3})?$/,
  /^(?:50|5[6-8]|6[0-9])\d{14}$/,
]

function isCard(match: string): boolean {
  const groups = match.split(/[ \u00a0-]/)
  const digits = groups.join('')
  if (!groupings.includes(groups.map((group) => group.length).join('-'))) return false
  return schemes.some((scheme) => scheme.test(digits)) && hasCheckDigit(digits)
}

/** The check of ISO/IEC 7812-1 Annex B, Luhn's. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
