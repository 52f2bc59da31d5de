import { type Decimal128, Double } from 'bson'
import { type Decimal, type DecimalValue, arithmeticDecimal, decimalOf, scaledTo, toDecimal128 } from './decimal.ts'
import { double, toNumber } from './values.ts'

export type NumberKind = 'int' | 'long' | 'double' | 'decimal'

/** The BSON type of a number. */
export function numberKind(value: unknown): NumberKind {
  if (typeof value === 'bigint') return 'long'
  if (value instanceof Double) return 'double'
  if (typeof value !== 'number') return 'decimal'
  return (value | 0) === value && !Object.is(value, -0) ? 'int' : 'double'
}

/** The wider of two types, in which MongoDB computes: int, long, double, decimal. */
export function widerKind(a: unknown, b: unknown): NumberKind {
  const kinds = [numberKind(a), numberKind(b)]
  return widening.find((kind) => kinds.includes(kind)) ?? 'int'
}

const widening: readonly NumberKind[] = ['decimal', 'double', 'long', 'int']

/** Whole numbers as bigint, for int and long only. */
export function wholeOf(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(value as number)
}

/** Any BSON number as a double, rounded where it has to be; NaN for other values. */
export function doubleOf(value: unknown): number {
  return toNumber(value) ?? NaN
}

/** A decimal of any BSON number as arithmetic takes it: doubles with 15 digits. */
export function decimalFrom(value: unknown): DecimalValue {
  return numberKind(value) === 'decimal' ? decimalOf(value as Decimal128) : arithmeticDecimal(value)
}

/** The sum in MongoDB's type: int grows to long; undefined when it is beyond a long. */
export function add(a: unknown, b: unknown): unknown {
  const kind = widerKind(a, b)
  if (kind === 'decimal') return toDecimal128(addDecimals(decimalFrom(a), decimalFrom(b)))
  if (kind === 'double') return double(doubleOf(a) + doubleOf(b))
  return wholeResult(wholeOf(a) + wholeOf(b), kind)
}

/** The product in MongoDB's type: int grows to long; undefined when it is beyond a long. */
export function multiply(a: unknown, b: unknown): unknown {
  const kind = widerKind(a, b)
  if (kind === 'decimal') return toDecimal128(multiplyDecimals(decimalFrom(a), decimalFrom(b)))
  if (kind === 'double') return double(doubleOf(a) * doubleOf(b))
  return wholeResult(wholeOf(a) * wholeOf(b), kind)
}

/** A whole number as int where it was computed with ints and fits, else as long; undefined beyond 64 bits. */
export function wholeResult(value: bigint, kind: NumberKind): number | bigint | undefined {
  if (kind === 'int' && value >= -0x80000000n && value <= 0x7fffffffn) return Number(value)
  return BigInt.asIntN(64, value) === value ? value : undefined
}

function addDecimals(a: DecimalValue, b: DecimalValue): DecimalValue {
  if (typeof a === 'number' || typeof b === 'number') return asSpecial(a) + asSpecial(b)
  const exponent = Math.min(a.exponent, b.exponent)
  const coefficient = scaledTo(a, exponent) + scaledTo(b, exponent)
  return { coefficient, exponent, negativeZero: a.negativeZero === true && b.negativeZero === true }
}

function multiplyDecimals(a: DecimalValue, b: DecimalValue): DecimalValue {
  if (typeof a === 'number' || typeof b === 'number') return asSpecial(a) * asSpecial(b)
  const coefficient = a.coefficient * b.coefficient
  return { coefficient, exponent: a.exponent + b.exponent, negativeZero: isNegative(a) !== isNegative(b) }
}

/** The quotient with more digits than are kept, so that rounding it is right. */
export function divideDecimals(a: DecimalValue, b: DecimalValue): DecimalValue {
  if (typeof a === 'number' || typeof b === 'number') {
    if (typeof b === 'number' && typeof a !== 'number' && !Number.isNaN(b)) return { coefficient: 0n, exponent: 0 }
    return asSpecial(a) / asSpecial(b)
  }
  if (b.coefficient === 0n) return asSpecial(a) / 0
  const places = Math.max(0, 70 - a.coefficient.toString().length + b.coefficient.toString().length)
  const scaled = a.coefficient * 10n ** BigInt(places)
  const quotient = scaled / b.coefficient
  if (quotient * b.coefficient === scaled)
    return simplified({ coefficient: quotient, exponent: a.exponent - b.exponent - places }, a.exponent - b.exponent)
  return { coefficient: quotient, exponent: a.exponent - b.exponent - places }
}

/** An exact quotient without the zeros that scaling added, as far as the preferred exponent. */
function simplified(value: Decimal, preferred: number): Decimal {
  let { coefficient, exponent } = value
  while (exponent < preferred && coefficient % 10n === 0n) {
    coefficient /= 10n
    exponent++
  }
  return { coefficient, exponent }
}

function isNegative(value: Decimal): boolean {
  return value.coefficient < 0n || value.negativeZero === true
}

/** A decimal as a double where only its sign, zero or being no number matters. */
function asSpecial(value: DecimalValue): number {
  if (typeof value === 'number') return value
  if (value.coefficient === 0n) return isNegative(value) ? -0 : 0
  return value.coefficient < 0n ? -1 : 1
}
