import { Decimal128, Double } from 'bson'

/** A finite decimal: coefficient * 10 ** exponent, the sign in the coefficient, negative zero in `negativeZero`. */
export interface Decimal {
  coefficient: bigint
  exponent: number
  negativeZero?: boolean
}

/** What stands for a decimal that is no finite number: NaN, Infinity, -Infinity. */
export type DecimalValue = Decimal | number

const bias = 6176
const highestExponent = 6111
const lowestExponent = -6176
const digitsKept = 34
const coefficientLimit = 10n ** 34n

/** Reads IEEE 754-2008 binary integer decimal: a finite decimal, or NaN or an infinity as a plain number. */
export function decimalOf(value: Decimal128): DecimalValue {
  const bytes = Buffer.from(value.bytes)
  const high = bytes.readBigUInt64LE(8)
  const negative = high >> 63n === 1n
  const combination = Number((high >> 58n) & 31n)
  if (combination === 31) return NaN
  if (combination === 30) return negative ? -Infinity : Infinity
  const large = combination >> 3 === 3
  const exponent = Number((high >> (large ? 47n : 49n)) & 0x3fffn) - bias
  const stored = large ? 0n : ((high & 0x1ffffffffffffn) << 64n) | bytes.readBigUInt64LE(0)
  const coefficient = stored < coefficientLimit ? stored : 0n
  if (coefficient === 0n) return { coefficient, exponent, negativeZero: negative }
  return { coefficient: negative ? -coefficient : coefficient, exponent }
}

/** Rounds half to even to 34 digits, as Decimal128's arithmetic does, and packs the result. */
export function toDecimal128(value: DecimalValue): Decimal128 {
  if (typeof value === 'number') return Decimal128.fromString(specialName(value))
  const negative = value.coefficient < 0n || value.negativeZero === true
  let { coefficient, exponent } = rounded(magnitude(value.coefficient), value.exponent)
  while (exponent > highestExponent && coefficient < coefficientLimit / 10n) {
    if (coefficient === 0n) exponent = highestExponent
    else coefficient *= 10n
    if (coefficient !== 0n) exponent--
  }
  if (exponent > highestExponent) return toDecimal128(negative ? -Infinity : Infinity)
  if (exponent < lowestExponent) {
    coefficient = shiftedRight(coefficient, lowestExponent - exponent)
    exponent = lowestExponent
  }
  const bytes = Buffer.alloc(16)
  bytes.writeBigUInt64LE(coefficient & 0xffffffffffffffffn, 0)
  bytes.writeBigUInt64LE((negative ? 1n << 63n : 0n) | (BigInt(exponent + bias) << 49n) | (coefficient >> 64n), 8)
  return new Decimal128(new Uint8Array(bytes))
}

function specialName(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? 'Infinity' : '-Infinity'
}

function rounded(coefficient: bigint, exponent: number): Decimal {
  const excess = coefficient.toString().length - digitsKept
  if (excess <= 0) return { coefficient, exponent }
  const kept = shiftedRight(coefficient, excess)
  return kept === coefficientLimit
    ? { coefficient: kept / 10n, exponent: exponent + excess + 1 }
    : { coefficient: kept, exponent: exponent + excess }
}

function shiftedRight(coefficient: bigint, places: number): bigint {
  if (places > coefficient.toString().length + 1) return 0n
  const divisor = 10n ** BigInt(places)
  const quotient = coefficient / divisor
  const twice = (coefficient % divisor) * 2n
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient
}

/** The exact decimal of any BSON number. */
export function exactDecimal(value: unknown): DecimalValue {
  if (typeof value === 'bigint') return { coefficient: value, exponent: 0 }
  if (value instanceof Decimal128) return decimalOf(value)
  const number = value instanceof Double ? value.value : (value as number)
  if (!Number.isFinite(number)) return number
  if (Number.isInteger(number)) return { coefficient: BigInt(number), exponent: 0, negativeZero: Object.is(number, -0) }
  let scaled = number
  let places = 0
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    places++
  }
  return { coefficient: BigInt(scaled) * 5n ** BigInt(places), exponent: -places }
}

/** How MongoDB takes a double into decimal arithmetic: 15 significant digits. */
export function arithmeticDecimal(value: unknown): DecimalValue {
  const number = value instanceof Double ? value.value : value
  if (typeof number !== 'number' || !Number.isFinite(number) || Number.isInteger(number)) return exactDecimal(number)
  return decimalOf(Decimal128.fromString(Number(number.toPrecision(15)).toString()))
}

/** -1, 0 or 1 by exact value; NaN is lower than all numbers and equal to itself. */
export function compareDecimals(a: DecimalValue, b: DecimalValue): number {
  if (typeof a === 'number' || typeof b === 'number') return compareSpecial(a, b)
  const signA = signOf(a.coefficient)
  const signB = signOf(b.coefficient)
  if (signA !== signB || signA === 0) return Math.sign(signA - signB)
  const sizeA = magnitude(a.coefficient).toString().length + a.exponent
  const sizeB = magnitude(b.coefficient).toString().length + b.exponent
  if (sizeA !== sizeB) return sizeA < sizeB ? -signA : signA
  const exponent = Math.min(a.exponent, b.exponent)
  return signOf(scaledTo(a, exponent) - scaledTo(b, exponent))
}

function compareSpecial(a: DecimalValue, b: DecimalValue): number {
  const rankA = specialRank(a)
  const rankB = specialRank(b)
  return Math.sign(rankA - rankB)
}

function specialRank(value: DecimalValue): number {
  if (typeof value !== 'number') return 0
  if (Number.isNaN(value)) return -2
  return value > 0 ? 1 : -1
}

/** The coefficient when the exponent is brought down to `exponent`. */
export function scaledTo(value: Decimal, exponent: number): bigint {
  return value.coefficient * 10n ** BigInt(value.exponent - exponent)
}

/** The number without its sign. */
export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

function signOf(value: bigint): number {
  if (value === 0n) return 0
  return value < 0n ? -1 : 1
}
