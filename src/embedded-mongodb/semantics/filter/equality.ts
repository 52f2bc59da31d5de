import { BSONRegExp, ObjectId } from 'bson'
import type { Collation } from '../collation.ts'
import { compareNumbers, compareValues, rank, rankOf } from '../compare.ts'
import { sortableKey } from '../keys.ts'
import type { ValueTest } from '../paths.ts'
import { compileRegex } from '../regex.ts'
import { textOf } from '../types.ts'

/** Tests for equality as `$eq` means it: null also equals a missing or undefined value, numbers are equal across types. */
export function equalityTest(operand: unknown, collation?: Collation): ValueTest {
  if (typeof operand === 'string' && !collation) return (value) => value === operand || isSymbol(value, operand)
  if (typeof operand === 'number' && !Number.isNaN(operand)) {
    return (value) =>
      typeof value === 'number' ? value === operand : rankOf(value) === rank.number && !compareNumbers(value, operand)
  }
  if (typeof operand === 'boolean') return (value) => value === operand
  if (operand instanceof ObjectId) {
    return (value) => value instanceof ObjectId && compareValues(value, operand) === 0
  }
  const wanted = rankOf(operand)
  if (wanted === rank.null || wanted === rank.missing) return isNullish
  return (value) => rankOf(value) === wanted && compareValues(value, operand, collation) === 0
}

function isSymbol(value: unknown, text: string): boolean {
  return typeof value === 'object' && value !== null && textOf(value) === text
}

function isNullish(value: unknown): boolean {
  const found = rankOf(value)
  return found === rank.null || found === rank.missing
}

/** Tests strings against the expression, and expressions for being the same one. */
export function regexTest(regex: BSONRegExp): ValueTest {
  const compiled = compileRegex(regex)
  return (value) => {
    const text = textOf(value)
    if (text !== undefined) return compiled.test(text)
    return value instanceof BSONRegExp && compareValues(value, regex) === 0
  }
}

const fewOperands = 8

/** Tests for being in a list as `$in` means it: equal to one of its values or matched by one of its expressions. */
export function membershipTest(operands: readonly unknown[], collation?: Collation): ValueTest {
  const regexes = operands.filter((operand): operand is BSONRegExp => operand instanceof BSONRegExp).map(regexTest)
  const values = operands.filter((operand) => !(operand instanceof BSONRegExp))
  const isListed = values.length > fewOperands ? keyedMembership(values, collation) : anyOf(values, collation)
  if (regexes.length === 0) return isListed
  return (value) => isListed(value) || regexes.some((test) => test(value))
}

function anyOf(values: readonly unknown[], collation?: Collation): ValueTest {
  const tests = values.map((value) => equalityTest(value, collation))
  const [only] = tests
  if (only && tests.length === 1) return only
  return (value) => tests.some((test) => test(value))
}

function keyedMembership(values: readonly unknown[], collation?: Collation): ValueTest {
  const plain = new Set(collation ? [] : values.filter((value) => typeof value === 'string'))
  const ids = new Set(values.filter((value) => value instanceof ObjectId).map((id) => id.toHexString()))
  const keys = new Set(values.map((value) => keyText(value, collation)))
  const includesNull = values.some(isNullish)
  return (value) => {
    if (typeof value === 'string' && !collation) return plain.has(value)
    if (value instanceof ObjectId) return ids.has(value.toHexString())
    if (isNullish(value)) return includesNull
    return keys.has(keyText(value, collation))
  }
}

function keyText(value: unknown, collation?: Collation): string {
  return sortableKey(value, collation).toString('latin1')
}
