import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { textOf, typeName } from '../types.ts'
import { isNumeric, toNumber } from '../values.ts'
import { dateText } from './date-format.ts'
import {
  type Operators,
  type PlainOperator,
  type SpecialOperator,
  isNullish,
  namedArguments,
  operator,
} from './scope.ts'

function fail(code: number, message: string): ServerError {
  return new ServerError(`Location${code}`, message)
}

/** The text of what string operators take besides strings: numbers and dates; null and missing are empty. */
function coerced(value: unknown): string {
  if (isNullish(value)) return ''
  const text = textOf(value)
  if (text !== undefined) return text
  if (value instanceof Date) return dateText(value)
  if (isNumeric(value)) return String(value)
  throw fail(16007, `can't convert from BSON type ${typeName(value)} to String`)
}

function concat(args: unknown[]): unknown {
  if (args.some(isNullish)) return null
  return args
    .map((value) => {
      const text = textOf(value)
      if (text === undefined) throw fail(16702, `$concat only supports strings, not ${typeName(value)}`)
      return text
    })
    .join('')
}

function split([text, separator]: unknown[]): unknown {
  if (isNullish(text) || isNullish(separator)) return null
  if (typeof text !== 'string') {
    throw fail(
      40085,
      `$split requires an expression that evaluates to a string as a first argument, found: ${typeName(text)}`,
    )
  }
  if (typeof separator !== 'string') {
    throw fail(
      40086,
      `$split requires an expression that evaluates to a string as a second argument, found: ${typeName(separator)}`,
    )
  }
  if (separator === '') throw fail(40087, '$split requires a non-empty separator')
  return text.split(separator)
}

/** Only ASCII letters change, as in MongoDB. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

function substringBytes([value, from, length]: unknown[], name: string): unknown {
  const bytes = Buffer.from(coerced(value))
  const start = wholeNumber(from, { name, code: 16034, role: 'starting index' })
  const count = wholeNumber(length, { name, code: 16035, role: 'length' })
  if (start < 0) throw fail(50752, `${name}:  starting index must be non-negative (got: ${start})`)
  const stop = count < 0 ? bytes.length : Math.min(bytes.length, start + count)
  if (isContinuation(bytes[start]))
    throw fail(28656, `${name}:  Invalid range, starting index is a UTF-8 continuation byte.`)
  if (isContinuation(bytes[stop]))
    throw fail(28657, `${name}:  Invalid range, ending index is in the middle of a UTF-8 character.`)
  return bytes.toString('utf8', start, stop)
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

function substringPoints([value, from, length]: unknown[]): unknown {
  const points = Array.from(coerced(value))
  const start = wholeNumber(from, { name: '$substrCP', code: 34450, role: 'starting index' })
  const count = wholeNumber(length, { name: '$substrCP', code: 34452, role: 'length' })
  if (start < 0) throw fail(34455, '$substrCP: the starting index must be nonnegative integer.')
  if (count < 0) throw fail(34454, '$substrCP: length must be a nonnegative integer.')
  return points.slice(start, start + count).join('')
}

function wholeNumber(value: unknown, { name, code, role }: { name: string; code: number; role: string }): number {
  const number = isNumeric(value) ? toNumber(value) : undefined
  if (number !== undefined) return Math.trunc(number)
  throw fail(code, `${name}: ${role} must be a numeric type (is BSON type ${typeName(value)})`)
}

function indexOf(name: string, points: (text: string) => readonly (string | number)[]): PlainOperator {
  return operator(2, 4, ([text, wanted, from, to]) => {
    if (isNullish(text)) return null
    if (typeof text !== 'string') {
      throw fail(40091, `${name} requires a string as the first argument, found: ${typeName(text)}`)
    }
    if (typeof wanted !== 'string') {
      throw fail(40092, `${name} requires a string as the second argument, found: ${typeName(wanted)}`)
    }
    const all = points(text)
    const part = points(wanted)
    const start = boundary(name, { value: from, role: 'starting' }, 0)
    const stop = Math.min(boundary(name, { value: to, role: 'ending' }, all.length), all.length)
    for (let i = start; i + part.length <= stop; i++) {
      if (part.every((point, offset) => all[i + offset] === point)) return i
    }
    return -1
  })
}

function boundary(name: string, { value, role }: { value: unknown; role: string }, otherwise: number): number {
  if (value === undefined) return otherwise
  const at = isNumeric(value) ? toNumber(value) : undefined
  if (at === undefined || !Number.isInteger(at)) {
    throw fail(40096, `${name} requires an integral ${role} index, found a value of type: ${typeName(value)}`)
  }
  if (at < 0) throw fail(40097, `${name} requires a nonnegative ${role} index, found: ${at}`)
  return at
}

const blanks = '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'

function trim(name: string, ends: { left: boolean; right: boolean }): SpecialOperator {
  return (operand, scope, compile) => {
    const args = namedArguments(operand, { name, known: ['input', 'chars'], needed: ['input'] })
    const input = compile(args['input'], scope)
    const chars = 'chars' in args ? compile(args['chars'], scope) : () => blanks
    return (env) => {
      const text = input(env)
      const trimmed = chars(env)
      if (isNullish(text) || isNullish(trimmed)) return null
      if (typeof text !== 'string') {
        throw fail(
          50699,
          `${name} requires its input to be a string, got ${describe(text)} (of type ${typeName(text)}) instead.`,
        )
      }
      if (typeof trimmed !== 'string') {
        throw fail(
          50700,
          `${name} requires 'chars' to be a string, got ${describe(trimmed)} (of type ${typeName(trimmed)}) instead.`,
        )
      }
      return trimmedText(text, new Set(trimmed), ends)
    }
  }
}

function trimmedText(text: string, chars: ReadonlySet<string>, ends: { left: boolean; right: boolean }): string {
  const points = Array.from(text)
  let start = 0
  let stop = points.length
  if (ends.left) while (start < stop && chars.has(points[start] ?? '')) start++
  if (ends.right) while (stop > start && chars.has(points[stop - 1] ?? '')) stop--
  return points.slice(start, stop).join('')
}

function replacing(name: string, replace: (text: string, find: string, by: string) => string): SpecialOperator {
  return (operand, scope, compile) => {
    const keys = ['input', 'find', 'replacement'] as const
    const args = namedArguments(operand, { name, known: keys, needed: keys })
    const parts = keys.map((key) => compile(args[key], scope))
    return (env) => {
      const values = parts.map((part) => part(env))
      values.forEach((value, index) => {
        if (isNullish(value) || typeof value === 'string') return
        throw fail(51746 - index, `${name} requires that '${keys[index] ?? ''}' be a string, found: ${describe(value)}`)
      })
      if (values.some(isNullish)) return null
      const [text, find, by] = values as [string, string, string]
      return replace(text, find, by)
    }
  }
}

export const stringOperators: Operators<PlainOperator> = {
  $concat: operator(0, Infinity, concat),
  $split: operator(2, 2, split),
  $toLower: operator(1, 1, ([value]) => lower(coerced(value))),
  $toUpper: operator(1, 1, ([value]) => upper(coerced(value))),
  $substr: operator(3, 3, (args) => substringBytes(args, '$substrBytes')),
  $substrBytes: operator(3, 3, (args) => substringBytes(args, '$substrBytes')),
  $substrCP: operator(3, 3, substringPoints),
  $strLenBytes: operator(1, 1, ([value]) => Buffer.byteLength(lengthText('$strLenBytes', value, 34473))),
  $strLenCP: operator(1, 1, ([value]) => Array.from(lengthText('$strLenCP', value, 34471)).length),
  $strcasecmp: operator(2, 2, ([a, b]) => {
    const [x, y] = [upper(coerced(a)), upper(coerced(b))]
    if (x === y) return 0
    return x < y ? -1 : 1
  }),
  $indexOfBytes: indexOf('$indexOfBytes', (text) => Array.from(Buffer.from(text))),
  $indexOfCP: indexOf('$indexOfCP', (text) => Array.from(text)),
}

function lengthText(name: string, value: unknown, code: number): string {
  if (typeof value === 'string') return value
  throw fail(code, `${name} requires a string argument, found: ${typeName(value)}`)
}

export const trimOperators: Operators<SpecialOperator> = {
  $trim: trim('$trim', { left: true, right: true }),
  $ltrim: trim('$ltrim', { left: true, right: false }),
  $rtrim: trim('$rtrim', { left: false, right: true }),
  $replaceOne: replacing('$replaceOne', (text, find, by) => text.replace(find, () => by)),
  $replaceAll: replacing('$replaceAll', (text, find, by) => text.replaceAll(find, () => by)),
}
