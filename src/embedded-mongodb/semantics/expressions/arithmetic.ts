import { ServerError } from '../../errors.ts'
import {
  add,
  decimalFrom,
  divideDecimals,
  doubleOf,
  multiply,
  numberKind,
  widerKind,
  wholeOf,
  wholeResult,
} from '../arithmetic.ts'
import { toDecimal128 } from '../decimal.ts'
import { typeName } from '../types.ts'
import { double, isNumeric, toNumber } from '../values.ts'
import { type Operators, type PlainOperator, isNullish, operator } from './scope.ts'

function typeError(message: string): ServerError {
  return new ServerError('TypeMismatch', message)
}

/** A sum or product of whole numbers that is beyond a long goes on as a double. */
function orDouble(result: unknown, otherwise: number): unknown {
  return result ?? double(otherwise)
}

/** The sum of numbers and at most one date; null when one is missing. */
function addAll(args: unknown[]): unknown {
  let sum: unknown = 0
  let date: Date | undefined
  for (const value of args) {
    if (isNullish(value)) return null
    if (value instanceof Date) {
      if (date) throw new ServerError('Location16612', 'only one date allowed in an $add expression')
      date = value
    } else if (isNumeric(value)) {
      sum = orDouble(add(sum, value), doubleOf(sum) + doubleOf(value))
    } else {
      throw typeError(`$add only supports numeric or date types, not ${typeName(value)}`)
    }
  }
  return date ? new Date(date.getTime() + Math.round(doubleOf(sum))) : sum
}

function subtract(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime())
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.round(doubleOf(b)))
  if (!isNumeric(a) || !isNumeric(b)) {
    throw typeError(`can't $subtract ${typeName(b)} from ${typeName(a)}`)
  }
  const kind = widerKind(a, b)
  if (kind === 'int' || kind === 'long') {
    return orDouble(wholeResult(wholeOf(a) - wholeOf(b), kind), doubleOf(a) - doubleOf(b))
  }
  if (kind === 'double') return double(doubleOf(a) - doubleOf(b))
  return add(a, multiply(b, -1))
}

function multiplyAll(args: unknown[]): unknown {
  let product: unknown = 1
  for (const value of args) {
    if (isNullish(value)) return null
    if (!isNumeric(value)) throw typeError(`$multiply only supports numeric types, not ${typeName(value)}`)
    product = orDouble(multiply(product, value), doubleOf(product) * doubleOf(value))
  }
  return product
}

function divide(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (!isNumeric(a) || !isNumeric(b)) {
    throw typeError(`$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`)
  }
  if (doubleOf(b) === 0) throw new ServerError('BadValue', "can't $divide by zero")
  if (widerKind(a, b) === 'decimal') return toDecimal128(divideDecimals(decimalFrom(a), decimalFrom(b)))
  return double(doubleOf(a) / doubleOf(b))
}

function modulo(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (!isNumeric(a) || !isNumeric(b)) {
    throw new ServerError('Location16611', `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`)
  }
  if (doubleOf(b) === 0) throw new ServerError('Location16610', "can't $mod by zero")
  const kind = widerKind(a, b)
  if (kind === 'int' || kind === 'long') return wholeResult(wholeOf(a) % wholeOf(b), kind)
  if (kind === 'double') return double(doubleOf(a) % doubleOf(b))
  const quotient = roundTo(toDecimal128(divideDecimals(decimalFrom(a), decimalFrom(b))), 0, 'trunc')
  return subtract(a, multiply(quotient, b))
}

type Rounding = 'round' | 'trunc' | 'ceil' | 'floor'

/** Rounds to places after the decimal point (before it when negative); half goes to the even digit. */
function roundTo(value: unknown, places: number, how: Rounding): unknown {
  const kind = numberKind(value)
  if (kind === 'double') return roundDouble(doubleOf(value), places, how)
  if (kind !== 'decimal' && places >= 0) return value
  const decimal = decimalFrom(value)
  if (typeof decimal === 'number' || -decimal.exponent <= places) return value
  const unit = 10n ** BigInt(-decimal.exponent - places)
  const coefficient = roundWhole(decimal.coefficient, unit, how)
  if (kind === 'decimal') return toDecimal128({ coefficient, exponent: -places })
  return wholeResult(coefficient * 10n ** BigInt(-places), kind)
}

function roundDouble(value: number, places: number, how: Rounding): unknown {
  if (!Number.isFinite(value)) return value
  if (places === 0 && how !== 'round') return double(Math[how](value))
  const decimal = decimalFrom(toDecimal128(decimalFrom(double(value))))
  if (typeof decimal === 'number' || -decimal.exponent <= places) return double(value)
  const unit = 10n ** BigInt(-decimal.exponent - places)
  return double(Number(`${roundWhole(decimal.coefficient, unit, how)}e${-places}`))
}

function roundWhole(coefficient: bigint, unit: bigint, how: Rounding): bigint {
  const quotient = coefficient / unit
  const rest = coefficient % unit
  if (rest === 0n || how === 'trunc') return quotient
  const away = rest < 0n ? -1n : 1n
  if (how === 'ceil') return away > 0n ? quotient + 1n : quotient
  if (how === 'floor') return away < 0n ? quotient - 1n : quotient
  const twice = rest * away * 2n
  return twice > unit || (twice === unit && quotient % 2n !== 0n) ? quotient + away : quotient
}

function rounding(name: string, how: Rounding): PlainOperator {
  return operator(1, 2, ([value, places]) => {
    if (isNullish(value) || (places !== undefined && isNullish(places))) return null
    if (!isNumeric(value))
      throw new ServerError('Location51081', `${name} only supports numeric types, not ${typeName(value)}`)
    const digits = places === undefined ? 0 : toNumber(places)
    if (digits === undefined || !Number.isInteger(digits)) {
      throw new ServerError('Location51082', `precision argument to  ${name} must be a integral value`)
    }
    if (digits < -20 || digits > 100) {
      throw new ServerError(
        'Location51083',
        `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`,
      )
    }
    return roundTo(value, digits, how)
  })
}

/** An operator with one numeric argument, null for null and missing. */
export function numeric(name: string, compute: (value: unknown) => unknown): PlainOperator {
  return operator(1, 1, ([value]) => {
    if (isNullish(value)) return null
    if (!isNumeric(value))
      throw new ServerError('Location28765', `${name} only supports numeric types, not ${typeName(value)}`)
    return compute(value)
  })
}

function absolute(value: unknown): unknown {
  if (doubleOf(value) >= 0) return value
  if (value === -(2n ** 63n)) throw new ServerError('Location28680', "can't take $abs of long long min")
  return subtract(0, value)
}

/** Computes in doubles, and gives a decimal for a decimal. */
export function inDoubles(compute: (value: number) => number): (value: unknown) => unknown {
  return (value) => {
    const result = compute(doubleOf(value))
    return numberKind(value) === 'decimal' ? toDecimal128(decimalFrom(double(result))) : double(result)
  }
}

function logarithm(name: string, value: unknown, code: `Location${number}`): number {
  const number = doubleOf(value)
  if (number <= 0) throw new ServerError(code, `${name}'s argument must be a positive number, but is ${number}`)
  return number
}

function power(base: unknown, exponent: unknown): unknown {
  if (isNullish(base) || isNullish(exponent)) return null
  if (!isNumeric(base)) throw new ServerError('Location28762', `$pow's base must be numeric, not ${typeName(base)}`)
  if (!isNumeric(exponent)) {
    throw new ServerError('Location28763', `$pow's exponent must be numeric, not ${typeName(exponent)}`)
  }
  if (doubleOf(base) === 0 && doubleOf(exponent) < 0) {
    throw new ServerError('Location28764', '$pow cannot take a base of 0 and a negative exponent')
  }
  const kind = widerKind(base, exponent)
  const result = doubleOf(base) ** doubleOf(exponent)
  if (kind === 'decimal') return toDecimal128(decimalFrom(double(result)))
  if (kind === 'double' || doubleOf(exponent) < 0) return double(result)
  return (
    wholeResult(wholeOf(base) ** wholeOf(exponent), kind) ??
    wholeResult(wholeOf(base) ** wholeOf(exponent), 'long') ??
    double(result)
  )
}

export const arithmeticOperators: Operators<PlainOperator> = {
  $add: operator(0, Infinity, addAll),
  $subtract: operator(2, 2, ([a, b]) => subtract(a, b)),
  $multiply: operator(0, Infinity, multiplyAll),
  $divide: operator(2, 2, ([a, b]) => divide(a, b)),
  $mod: operator(2, 2, ([a, b]) => modulo(a, b)),
  $abs: numeric('$abs', absolute),
  $ceil: numeric('$ceil', (value) => roundTo(value, 0, 'ceil')),
  $floor: numeric('$floor', (value) => roundTo(value, 0, 'floor')),
  $round: rounding('$round', 'round'),
  $trunc: rounding('$trunc', 'trunc'),
  $sqrt: numeric('$sqrt', (value) => {
    if (doubleOf(value) < 0)
      throw new ServerError('Location28714', "$sqrt's argument must be greater than or equal to 0")
    return inDoubles(Math.sqrt)(value)
  }),
  $pow: operator(2, 2, ([base, exponent]) => power(base, exponent)),
  $exp: numeric('$exp', inDoubles(Math.exp)),
  $ln: numeric('$ln', (value) => inDoubles(Math.log)(logarithm('$ln', value, 'Location28766') && value)),
  $log10: numeric('$log10', (value) => inDoubles(Math.log10)(logarithm('$log10', value, 'Location28761') && value)),
  $log: operator(2, 2, ([value, base]) => {
    if (isNullish(value) || isNullish(base)) return null
    if (!isNumeric(value))
      throw new ServerError('Location28756', `$log's argument must be numeric, not ${typeName(value)}`)
    if (!isNumeric(base)) throw new ServerError('Location28757', `$log's base must be numeric, not ${typeName(base)}`)
    if (doubleOf(base) <= 0 || doubleOf(base) === 1) {
      throw new ServerError(
        'Location28759',
        `$log's base must be a positive number not equal to 1, but is ${doubleOf(base)}`,
      )
    }
    return double(Math.log(logarithm('$log', value, 'Location28758')) / Math.log(doubleOf(base)))
  }),
  $bitAnd: bitwise('$bitAnd', -1n, (a, b) => a & b),
  $bitOr: bitwise('$bitOr', 0n, (a, b) => a | b),
  $bitXor: bitwise('$bitXor', 0n, (a, b) => a ^ b),
  $bitNot: operator(1, 1, ([value]) =>
    isNullish(value) ? null : wholeResult(~bits('$bitNot', value), numberKind(value)),
  ),
}

function bitwise(name: string, start: bigint, compute: (a: bigint, b: bigint) => bigint): PlainOperator {
  return operator(0, Infinity, (args) => {
    if (args.some(isNullish)) return null
    const result = args.reduce<bigint>((all, value) => compute(all, bits(name, value)), start)
    return wholeResult(result, args.some((value) => typeof value === 'bigint') ? 'long' : 'int')
  })
}

function bits(name: string, value: unknown): bigint {
  const kind = isNumeric(value) ? numberKind(value) : undefined
  if (kind === 'int' || kind === 'long') return wholeOf(value)
  throw typeError(`${name} only supports int and long operands.`)
}
