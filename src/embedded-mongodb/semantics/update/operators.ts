import { Timestamp } from 'bson'
import { ServerError } from '../../errors.ts'
import { add, multiply, numberKind, wholeOf, wholeResult } from '../arithmetic.ts'
import { compareValues } from '../compare.ts'
import { describe } from '../describe.ts'
import { typeName } from '../types.ts'
import { double, isDocument, isNumeric } from '../values.ts'
import { arrayOperators } from './array-operators.ts'
import { type Change, type ChangeContext, type MakeChange, type OperatorField, elementText, nameOf } from './change.ts'

/** All operators but `$rename`, which changes two paths. */
export const updateOperators: Partial<Record<string, MakeChange>> = {
  $set: ({ operator, operand }) => ({ operator, createsPath: true, apply: () => operand }),
  $setOnInsert: ({ operator, operand }) => ({
    operator,
    createsPath: true,
    apply: (value, context) => (context.isInsert ? operand : value),
  }),
  $unset: ({ operator }) => ({ operator, createsPath: false, apply: () => undefined }),
  $inc: (field) => arithmeticChange(field, { verb: 'increment', compute: add, start: (operand) => operand }),
  $mul: (field) => arithmeticChange(field, { verb: 'multiply', compute: multiply, start: zeroLike }),
  $min: ({ operator, operand }) => extremeChange(operator, operand, (order) => order < 0),
  $max: ({ operator, operand }) => extremeChange(operator, operand, (order) => order > 0),
  $currentDate: currentDateChange,
  $bit: bitChange,
  ...arrayOperators,
}

interface Arithmetic {
  verb: string
  compute: (a: unknown, b: unknown) => unknown
  /** What a missing field becomes. */
  start: (operand: unknown) => unknown
}

function arithmeticChange({ operator, path, operand }: OperatorField, { verb, compute, start }: Arithmetic): Change {
  if (!isNumeric(operand)) {
    throw new ServerError('TypeMismatch', `Cannot ${verb} with non-numeric argument: ${elementText(path, operand)}`)
  }
  return {
    operator,
    createsPath: true,
    apply: (value, context) => {
      if (value === undefined) return start(operand)
      if (!isNumeric(value)) throw nonNumeric(operator, value, context)
      const result = compute(value, operand)
      if (result === undefined) throw beyondLong(operator, value, context)
      return result
    },
  }
}

function nonNumeric(operator: string, value: unknown, context: ChangeContext): ServerError {
  const field = context.path.slice(context.path.lastIndexOf('.') + 1)
  return new ServerError(
    'TypeMismatch',
    `Cannot apply ${operator} to a value of non-numeric type. ${nameOf(context)} has the field '${field}' of non-numeric type ${typeName(value)}`,
  )
}

function beyondLong(operator: string, value: unknown, context: ChangeContext): ServerError {
  const type = numberKind(value) === 'int' ? 'NumberInt' : 'NumberLong'
  return new ServerError(
    'BadValue',
    `Failed to apply ${operator} operations to current value ((${type})${describe(value)}) for document ${nameOf(context)}`,
  )
}

function zeroLike(operand: unknown): unknown {
  switch (numberKind(operand)) {
    case 'int':
      return 0
    case 'long':
      return 0n
    case 'double':
      return double(0)
    case 'decimal':
      return multiply(operand, 0)
  }
}

function extremeChange(operator: string, operand: unknown, replaces: (order: number) => boolean): Change {
  return {
    operator,
    createsPath: true,
    apply: (value, { collation }) =>
      value === undefined || replaces(compareValues(operand, value, collation)) ? operand : value,
  }
}

function currentDateChange({ operator, operand }: OperatorField): Change {
  const type = currentDateType(operand)
  const apply = () =>
    type === 'date' ? new Date() : new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 + (Date.now() % 1000) })
  return { operator, createsPath: true, apply }
}

function currentDateType(operand: unknown): string {
  if (typeof operand === 'boolean') return 'date'
  if (!isDocument(operand)) {
    throw new ServerError(
      'BadValue',
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    )
  }
  const unknown = Object.keys(operand).find((key) => key !== '$type')
  if (unknown !== undefined) throw new ServerError('BadValue', `Unrecognized $currentDate option: ${unknown}`)
  const type = operand['$type']
  if (type !== 'date' && type !== 'timestamp') {
    throw new ServerError(
      'BadValue',
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    )
  }
  return type
}

const bitOperations: Partial<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
}

function bitChange({ operator, path, operand }: OperatorField): Change {
  const operations = bitOperationsOf(path, operand)
  return {
    operator,
    createsPath: true,
    apply: (value, context) => {
      if (value !== undefined && !isWhole(value)) {
        throw new ServerError(
          'BadValue',
          `Cannot apply $bit to a value of non-integral type.${nameOf(context)} has the field ${context.path} of non-integer type ${typeName(value)}`,
        )
      }
      return operations.reduce<unknown>((result, [compute, by]) => {
        const kind = numberKind(result) === 'int' && numberKind(by) === 'int' ? 'int' : 'long'
        return wholeResult(compute(wholeOf(result), wholeOf(by)), kind)
      }, value ?? 0)
    },
  }
}

type BitOperation = [compute: (a: bigint, b: bigint) => bigint, by: unknown]

function bitOperationsOf(path: string, operand: unknown): BitOperation[] {
  if (!isDocument(operand)) {
    throw new ServerError(
      'BadValue',
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    )
  }
  const entries = Object.entries(operand)
  if (entries.length === 0) {
    throw new ServerError(
      'BadValue',
      `You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}`,
    )
  }
  return entries.map(([name, by]) => {
    const compute = bitOperations[name]
    if (!compute) {
      throw new ServerError(
        'BadValue',
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: ${elementText(path, operand)}`,
      )
    }
    if (!isWhole(by)) {
      throw new ServerError(
        'BadValue',
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(by)}' is not supported here: ${elementText(path, operand)}`,
      )
    }
    return [compute, by]
  })
}

function isWhole(value: unknown): boolean {
  return isNumeric(value) && (numberKind(value) === 'int' || numberKind(value) === 'long')
}
