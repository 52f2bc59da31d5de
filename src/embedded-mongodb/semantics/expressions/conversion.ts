import { ServerError } from '../../errors.ts'
import { doubleOf, numberKind } from '../arithmetic.ts'
import { decimalOf, toDecimal128, exactDecimal } from '../decimal.ts'
import { describe } from '../describe.ts'
import { isTruthy, typeName, typeNumbers } from '../types.ts'
import { Binary, lookupTable, Decimal128, Double, ObjectId, Timestamp, double, isNumeric, toNumber } from '../values.ts'
import { dateText, parseIsoDate } from './date-format.ts'
import {
  type Operators,
  type PlainOperator,
  type SpecialOperator,
  isNullish,
  namedArguments,
  operator,
} from './scope.ts'

type Conversion = (value: unknown) => unknown

const conversions = lookupTable<Conversion>({
  double: (value) => number(value, 'double', (parsed) => double(parsed)),
  int: (value) => whole(value, 'int'),
  long: (value) => whole(value, 'long'),
  decimal: toDecimal,
  string: toText,
  bool: (value) => (typeof value === 'string' ? true : isTruthy(value)),
  date: toDate,
  objectId: toObjectId,
})

function convert(value: unknown, to: string): unknown {
  const conversion = conversions[to]
  if (
    !conversion ||
    (typeName(value) !== to && (Array.isArray(value) || typeName(value) === 'object') && to !== 'bool')
  )
    throw unsupported(value, to)
  return typeName(value) === to ? value : conversion(value)
}

function unsupported(value: unknown, to: string): ServerError {
  return new ServerError(
    'ConversionFailure',
    `Unsupported conversion from ${typeName(value)} to ${to} in $convert with no onError value`,
  )
}

function unparsable(text: string, reason: string): ServerError {
  return new ServerError(
    'ConversionFailure',
    `Failed to parse number '${text}' in $convert with no onError value: ${reason}`,
  )
}

function number(value: unknown, to: string, make: (parsed: number) => unknown): unknown {
  if (typeof value === 'boolean') return make(value ? 1 : 0)
  if (value instanceof Date) return make(value.getTime())
  if (isNumeric(value)) return make(doubleOf(value))
  if (typeof value !== 'string') throw unsupported(value, to)
  if (value.trim() !== value || value === '')
    throw unparsable(value, value === '' ? 'Empty string' : 'Leading whitespace')
  if (/^[+-]?0x/i.test(value))
    throw new ServerError('ConversionFailure', `Illegal hexadecimal input in $convert with no onError value: ${value}`)
  if (/^[+-]?(inf|infinity)$/i.test(value)) return make(value.startsWith('-') ? -Infinity : Infinity)
  const parsed = Number(value)
  if (Number.isNaN(parsed) && !/^nan$/i.test(value)) throw unparsable(value, 'Did not consume whole string.')
  return make(parsed)
}

function whole(value: unknown, to: 'int' | 'long'): unknown {
  if (value instanceof Date && to === 'int') throw unsupported(value, to)
  if (typeof value === 'string') return wholeFromText(value, to)
  if (typeof value === 'bigint') return bounded(value, { to, shown: value })
  if (value instanceof Decimal128) {
    const decimal = decimalOf(value)
    if (typeof decimal !== 'number') {
      const { coefficient, exponent } = decimal
      return bounded(exponent < 0 ? coefficient / 10n ** BigInt(-exponent) : coefficient * 10n ** BigInt(exponent), {
        to,
        shown: value,
      })
    }
  }
  return number(value, to, (parsed) => {
    if (!Number.isFinite(parsed)) {
      throw new ServerError(
        'ConversionFailure',
        `Attempt to convert ${Number.isNaN(parsed) ? 'NaN' : 'infinity'} value to integer type in $convert with no onError value`,
      )
    }
    return bounded(BigInt(Math.trunc(parsed)), { to, shown: value })
  })
}

function wholeFromText(text: string, to: 'int' | 'long'): unknown {
  if (!/^[+-]?\d+$/.test(text))
    throw unparsable(text, /^[+-]?\d/.test(text) ? 'Did not consume whole string.' : 'Did not consume any digits')
  return bounded(BigInt(text.replace(/^\+/, '')), { to, shown: text })
}

function bounded(value: bigint, { to, shown }: { to: 'int' | 'long'; shown: unknown }): unknown {
  const bits = to === 'int' ? 32 : 64
  if (BigInt.asIntN(bits, value) !== value) {
    throw new ServerError(
      'ConversionFailure',
      `Conversion would overflow target type in $convert with no onError value: ${describe(shown)}`,
    )
  }
  return to === 'int' ? Number(value) : value
}

function toDecimal(value: unknown): unknown {
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0')
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()))
  if (typeof value === 'string') {
    try {
      return Decimal128.fromStringWithRounding(value)
    } catch {
      throw unparsable(value, 'Failed to parse string to decimal')
    }
  }
  if (!isNumeric(value)) throw unsupported(value, 'decimal')
  const isDouble = numberKind(value) === 'double' && Number.isFinite(doubleOf(value))
  return isDouble ? Decimal128.fromString(doubleOf(value).toPrecision(15)) : toDecimal128(exactDecimal(value))
}

function toText(value: unknown): unknown {
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number' || value instanceof Double) return doubleText(doubleOf(value))
  if (value instanceof Date) return dateText(value)
  if (value instanceof ObjectId) return value.toHexString()
  if (value instanceof Decimal128) return value.toString()
  if (typeof value === 'object' && value !== null && typeName(value) === 'symbol')
    return (value as { value: string }).value
  throw unsupported(value, 'string')
}

function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return Object.is(value, -0) ? '-0' : String(value)
}

function toDate(value: unknown): unknown {
  if (value instanceof ObjectId) return value.getTimestamp()
  if (value instanceof Timestamp) return new Date(value.t * 1000)
  if (typeof value === 'string') {
    const parsed = parseIsoDate(value)
    if (!parsed) throw new ServerError('ConversionFailure', `Error parsing date string '${value}'`)
    return new Date(parsed.local - (parsed.ahead ?? 0))
  }
  if (!isNumeric(value) || numberKind(value) === 'int') throw unsupported(value, 'date')
  return new Date(Math.trunc(doubleOf(value)))
}

function toObjectId(value: unknown): unknown {
  if (typeof value !== 'string') throw unsupported(value, 'objectId')
  if (/^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value)
  throw new ServerError(
    'ConversionFailure',
    `Failed to parse objectId '${value}' in $convert with no onError value: ${value.length === 24 ? 'Invalid character found in hex string' : `Invalid string length for parsing to OID, expected 24 but found ${value.length}`}`,
  )
}

const convertOperator: SpecialOperator = (operand, scope, compile) => {
  const args = namedArguments(operand, {
    name: '$convert',
    known: ['input', 'to', 'onError', 'onNull'],
    needed: ['input', 'to'],
  })
  const input = compile(args['input'], scope)
  const to = compile(args['to'], scope)
  const onError = 'onError' in args ? compile(args['onError'], scope) : undefined
  const onNull = 'onNull' in args ? compile(args['onNull'], scope) : () => null
  return (env) => {
    const value = input(env)
    const type = to(env)
    if (isNullish(value)) return onNull(env)
    if (isNullish(type)) return null
    try {
      return convert(value, targetType(type))
    } catch (error) {
      if (onError && error instanceof ServerError && error.codeName === 'ConversionFailure') return onError(env)
      throw error
    }
  }
}

function targetType(type: unknown): string {
  const code = toNumber(type)
  const name = code === undefined ? type : Object.entries(typeNumbers).find(([, number]) => number === code)?.[0]
  if (typeof name === 'string' && typeNumbers[name] !== undefined) return name
  if (typeof type === 'string') throw new ServerError('BadValue', `Unknown type name: ${type}`)
  throw new ServerError(
    'FailedToParse',
    `In $convert, numeric value for 'to' does not correspond to a BSON type: ${describe(type)}`,
  )
}

function shortcut(to: string): PlainOperator {
  return operator(1, 1, ([value]) => (isNullish(value) ? null : convert(value, to)))
}

export const shortcutOperators: Operators<PlainOperator> = {
  $toDouble: shortcut('double'),
  $toInt: shortcut('int'),
  $toLong: shortcut('long'),
  $toDecimal: shortcut('decimal'),
  $toString: operator(1, 1, ([value]) => {
    if (isNullish(value)) return null
    if (value instanceof Binary && value.sub_type === 4) return value.toUUID().toString()
    return convert(value, 'string')
  }),
  $toBool: shortcut('bool'),
  $toDate: shortcut('date'),
  $toObjectId: shortcut('objectId'),
}

export const conversionOperators: Operators<SpecialOperator> = { $convert: convertOperator }
