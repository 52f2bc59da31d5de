import { matches } from './range.ts'
import type { Around, Range } from './range.ts'

/**
 * Phone numbers: those written with a country code, those grouped as phone numbers are in some country, and any digits
 * that a word such as `tel.` or `call` announces. Digits without group or word are not: they may be any number.
 */
export function findPhones(text: string): Range[] {
  return matches(text, digitRun, isPhone)
}

// A whole run of digits with single separators, so that a part of a longer number is never looked at alone.
const digitRun =
  /(?<![\p{L}\p{N}_.,:/#=$€£%@+-]|\d[ \u00a0])(?:\+ ?\d|\(\+?\d|\d)[\d]{0,15}(?:(?:[ \u00a0./-]|\) ?|[ -]?\(|\)-)\d{1,12}){0,8}(?![\p{L}\p{N}_%€$£]|[.,:/=-]\d)/gu

function isPhone(match: string, around: Around): boolean {
  const digits = match.replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15 || isNoPhone(match, around)) return false
  if (announced.test(around.before)) return digits.length >= 9 || /\D/.test(match)
  return shapes.some((shape) => shape.test(match))
}

const announced =
  /(?:^|[^\p{L}])(?:tel|tel\.?\s?no|telefon\w*|telephone|phone(?:\snumber)?|mobile|mobil|cell|fon|handy|kom|kom[oó]rka|call(?:\s(?:me|us))?|ring(?:\s(?:me|us))?|text\sme|sms|whats\s?app|signal|zadzwo[nń]\w*|dzwo[nń]\w*|numer\stelefonu)\.?\s*(?:(?:at|on|pod|to|is|:|=|-|–|nr)\.?\s*){0,3}$/iu

const group = String.raw`[ \u00a0./-]`

const shapes = [
  // A country code (ITU-T E.164) after + or 00, and 8 to 15 digits in all.
  new RegExp(String.raw`^\+ ?[1-9]\d{0,2}(?=(?:\D*\d){6,12}$)`),
  new RegExp(String.raw`^\(\+[1-9]\d{0,2}\)(?=(?:\D*\d){6,12}$)`),
  new RegExp(String.raw`^00[1-9]\d{0,2}${group}(?=(?:\D*\d){6,12}$)`),
  // An area code in parentheses, then groups.
  /^\((?!(?:19|20)\d\d\))0?\d{1,4}\)(?=(?:\D*\d){5,9}$)[ -]?\d{2,4}(?:[ -]?\d{2,4}){1,3}$/,
  // North America
  /^(?:1[ .-])?[2-9]\d\d([ .-])\d{3}\1\d{4}$/,
  // Poland, mobile and landline
  /^(?:45|50|51|53|57|60|66|69|72|73|78|79|88)\d([ -])\d{3}\1\d{3}$/,
  /^(?:1[2-8]|2[2-9]|3[2-4]|4[1-468]|5[24589]|6[1-35-8]|7[14-7]|8[1-79]|9[145])([ -])\d{3}\1\d\d\1\d\d$/,
  // A trunk zero, as in most of Europe, and at least one group more.
  new RegExp(String.raw`^0[1-9]\d{0,5}(?:[ /-]\d{2,8}){1,4}$(?<=^(?:\D*\d){9,12})`),
  /^0[1-9](?:\.\d\d){4}$/,
]

// What numbers of other kinds are announced by, in the languages our first users write.
const otherKind =
  /(?:order|invoice|ref(?:erence)?|ticket|case|serial|version|isbn|issn|iban|imei|pesel|nip|regon|krs|ean|rma|id|zam[oó]wieni\p{L}*|faktur\p{L}*|konto|zgłoszeni\p{L}*|bestell\p{L}*|rechnung\p{L}*|nr|no|number|№|#)[\s.:#№-]*$/iu
const unit = /^\s?(?:zł|pln|usd|eur|gbp|[$€£%]|[kmgt]?i?b(?:ytes)?|ms|rows|times|people|users|km|kg|lines)(?![\p{L}])/iu
const currency = /(?:[$€£¥]|(?<!\p{L})(?:usd|eur|gbp|pln|chf|zł))\s?$/iu
const date = /^(?:\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d|(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ]\d{1,2})/
const decimal = /^\+?\d{1,3}\.\d+$/
const ipAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/

function isNoPhone(match: string, { before, after }: Around): boolean {
  if (date.test(match) || decimal.test(match) || ipAddress.test(match)) return true
  if (currency.test(before)) return true
  return unit.test(after) || (otherKind.test(before) && !announced.test(before))
}
