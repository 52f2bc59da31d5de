import { BSONRegExp, Binary, Decimal128 } from 'bson'
import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { rank, rankOf } from '../compare.ts'
import { describe } from '../describe.ts'
import type { ValueTest } from '../paths.ts'
import { makeRegex } from '../regex.ts'
import { isTruthy, textOf, typeName, typeNumbers } from '../types.ts'
import { isNumeric, toNumber } from '../values.ts'
import { equalityTest, membershipTest, regexTest } from './equality.ts'
import { type Ordering, orderTest } from './ordering.ts'
import { type Predicate, notPredicate, valuePredicate } from './predicate.ts'

/** What an operator of a field's condition is compiled from. */
export interface OperatorInput {
  readonly operand: unknown
  readonly path: string
  readonly collation: Collation | undefined
}

export type CompileOperator = (input: OperatorInput) => Predicate

/** The operators of a field's condition that need nothing of the conditions beside or inside them. */
export const valueOperators: Partial<Record<string, CompileOperator>> = {
  $eq: ({ operand, collation }) => valuePredicate(equalityTest(defined(operand), collation)),
  $ne: ({ operand, collation }) => {
    if (operand instanceof BSONRegExp) throw bad("Can't have regex as arg to $ne.")
    return notPredicate(valuePredicate(equalityTest(defined(operand), collation)))
  },
  $gt: ordered('$gt'),
  $gte: ordered('$gte'),
  $lt: ordered('$lt'),
  $lte: ordered('$lte'),
  $in: ({ operand, collation }) => valuePredicate(membershipTest(listed(operand, '$in'), collation)),
  $nin: ({ operand, collation }) => notPredicate(valuePredicate(membershipTest(listed(operand, '$nin'), collation))),
  $exists: ({ operand }) => {
    const exists = valuePredicate((value) => value !== undefined)
    return isTruthy(operand) ? exists : notPredicate(exists)
  },
  $size: ({ operand }) => {
    const size = sizeOperand(operand)
    return valuePredicate((value) => Array.isArray(value) && value.length === size, false)
  },
  $mod: ({ operand }) => valuePredicate(moduloTest(operand)),
  $type: ({ operand, path }) => valuePredicate(typeTest(operand, path)),
  $bitsAllSet: bits((value, mask) => (value & mask) === mask),
  $bitsAllClear: bits((value, mask) => (value & mask) === 0n),
  $bitsAnySet: bits((value, mask) => (value & mask) !== 0n),
  $bitsAnyClear: bits((value, mask) => (value & mask) !== mask),
}

/** `$regex` with its `$options`, which stand beside it. */
export function regexPredicate(pattern: unknown, options: unknown): Predicate {
  if (pattern === undefined) throw bad('$options needs a $regex')
  if (options !== undefined && typeof options !== 'string') throw bad('$options has to be a string')
  if (pattern instanceof BSONRegExp) {
    if (options !== undefined && pattern.options !== '') {
      throw new ServerError('Location51075', 'options set in both $regex and $options')
    }
    return valuePredicate(regexTest(makeRegex(pattern.pattern, options ?? pattern.options)))
  }
  const text = textOf(pattern)
  if (text === undefined) throw bad('$regex has to be a string')
  return valuePredicate(regexTest(makeRegex(text, options ?? '')))
}

function bad(message: string): ServerError {
  return new ServerError('BadValue', message)
}

function defined(operand: unknown): unknown {
  if (rankOf(operand) === rank.missing) throw bad('cannot compare to undefined')
  return operand
}

function ordered(operator: Ordering): CompileOperator {
  return ({ operand, path, collation }) => {
    if (operand instanceof BSONRegExp) throw bad(`Can't have RegEx as arg to predicate over field '${path}'.`)
    return valuePredicate(orderTest(operator, defined(operand), collation))
  }
}

function listed(operand: unknown, operator: string): readonly unknown[] {
  if (!Array.isArray(operand)) throw bad(`${operator} needs an array`)
  for (const value of operand) {
    if (rankOf(value) === rank.missing) throw bad(`cannot compare to undefined`)
    if (rankOf(value) !== rank.object) continue
    if (Object.keys(value as object)[0]?.startsWith('$')) throw bad(`cannot nest $ under ${operator}`)
  }
  return operand
}

function sizeOperand(operand: unknown): number {
  const size = wholeNumber(operand, { expected: '$size', context: 'Failed to parse $size. ' })
  if (size < 0) {
    throw new ServerError(
      'BadValue',
      `Failed to parse $size. Expected a non-negative number in: $size: ${describe(operand)}`,
    )
  }
  return size
}

function wholeNumber(operand: unknown, { expected, context }: { expected: string; context: string }): number {
  const number = isNumeric(operand) ? toNumber(operand) : undefined
  if (number === undefined) {
    throw bad(`${context}Expected a number in: ${expected}: ${describe(operand)}`)
  }
  if (!Number.isInteger(number)) throw bad(`${context}Expected an integer: ${expected}: ${describe(operand)}`)
  return number
}

function moduloTest(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw bad('malformed mod, needs to be an array')
  if (operand.length < 2) throw bad('malformed mod, not enough elements')
  if (operand.length > 2) throw bad('malformed mod, too many elements')
  const [divisor, remainder] = operand as [unknown, unknown]
  if (!isNumeric(divisor)) throw bad('malformed mod, divisor not a number')
  if (!isNumeric(remainder)) throw bad('malformed mod, remainder not a number')
  const by = truncated(divisor)
  const rest = truncated(remainder)
  if (by === undefined)
    throw bad('malformed mod, divisor value is invalid :: caused by :: Unable to coerce NaN/Inf to integral type')
  if (rest === undefined)
    throw bad('malformed mod, remainder value is invalid :: caused by :: Unable to coerce NaN/Inf to integral type')
  if (by === 0n) throw bad('divisor cannot be 0')
  return (value) => {
    const whole = truncated(value)
    return whole !== undefined && whole % by === rest
  }
}

function truncated(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (!isNumeric(value)) return undefined
  const number = toNumber(value)
  return number === undefined || !Number.isFinite(number) ? undefined : BigInt(Math.trunc(number))
}

const numericTypes = new Set(['int', 'long', 'double', 'decimal'])
const namesByNumber = new Map(Object.entries(typeNumbers).map(([name, number]) => [number, name]))

/** The names of the types that a `$type` operand lists; `number` stands for all four of numbers. */
function typesListed(operand: unknown, path: string): Set<string> {
  const entries: unknown[] = Array.isArray(operand) ? operand : [operand]
  if (entries.length === 0) throw new ServerError('FailedToParse', `${path} must match at least one type`)
  const names = new Set<string>()
  for (const entry of entries) {
    if (entry === 'number') for (const name of numericTypes) names.add(name)
    else names.add(typeListed(entry))
  }
  return names
}

function typeListed(entry: unknown): string {
  if (typeof entry === 'string') {
    if (typeNumbers[entry] === undefined) throw bad(`Unknown type name alias: ${entry}`)
    return entry
  }
  const number = toNumber(entry)
  if (number === undefined) throw new ServerError('TypeMismatch', 'type must be represented as a number or a string')
  const name = namesByNumber.get(number)
  if (!name) throw bad(`Invalid numerical type code: ${number}`)
  return name
}

function typeTest(operand: unknown, path: string): ValueTest {
  const names = typesListed(operand, path)
  return (value) => names.has(typeName(value))
}

function bits(accepts: (value: bigint, mask: bigint) => boolean): CompileOperator {
  return ({ operand }) => {
    const mask = bitMask(operand)
    return valuePredicate((value) => {
      const found = bitsOf(value)
      return found !== undefined && accepts(found, mask)
    })
  }
}

function bitMask(operand: unknown): bigint {
  if (Array.isArray(operand)) {
    return operand.reduce<bigint>((mask, position) => {
      const at = toNumber(position)
      if (at === undefined || !Number.isInteger(at))
        throw bad(`bit positions must be an integer but got: ${describe(position)}`)
      if (at < 0) throw bad(`bit positions must be >= 0 but got: ${describe(position)}`)
      return mask | (1n << BigInt(at))
    }, 0n)
  }
  if (operand instanceof Binary) return binaryBits(operand)
  const number = toNumber(operand)
  if (number === undefined)
    throw bad(`${describe(operand)} takes an Array, a number, or a BinData but received: ${describe(operand)}`)
  if (!Number.isInteger(number)) throw bad(`Expected an integer: ${describe(operand)}`)
  if (number < 0) throw bad(`Expected a non-negative number in: ${describe(operand)}`)
  return BigInt(number)
}

/** Numbers in two's complement without end, so that the sign counts for all high bits. */
function bitsOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (value instanceof Binary) return binaryBits(value)
  if (value instanceof Decimal128 || !isNumeric(value)) return undefined
  const number = toNumber(value)
  return number !== undefined && Number.isInteger(number) && Math.abs(number) < 2 ** 63 ? BigInt(number) : undefined
}

function binaryBits(binary: Binary): bigint {
  return [...binary.value()].reduceRight<bigint>((all, byte) => (all << 8n) | BigInt(byte), 0n)
}
