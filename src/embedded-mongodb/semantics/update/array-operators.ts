import { BSONRegExp } from 'bson'
import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { compareValues } from '../compare.ts'
import { describe } from '../describe.ts'
import { compileFilter } from '../filter/index.ts'
import { isOperators } from '../filter/parse.ts'
import { typeName } from '../types.ts'
import { type Document, isDocument, isNumeric, toNumber } from '../values.ts'
import { type Change, type ChangeContext, type MakeChange, type OperatorField, nameOf } from './change.ts'
import { type PushModifiers, pushModifiers, withPushed } from './push.ts'

export const arrayOperators: Partial<Record<string, MakeChange>> = {
  $push: (field) => pushChange(field, pushModifiers(field.operand)),
  $addToSet: addToSetChange,
  $pop: popChange,
  $pull: pullChange,
  $pullAll: pullAllChange,
}

function pushChange({ operator }: OperatorField, modifiers: PushModifiers): Change {
  return {
    operator,
    createsPath: true,
    apply: (value, context) => {
      if (value !== undefined && !Array.isArray(value)) throw mustBeArray(value, context)
      return withPushed(value ?? [], modifiers, context.collation)
    },
  }
}

function mustBeArray(value: unknown, context: ChangeContext): ServerError {
  const field = context.path.slice(context.path.lastIndexOf('.') + 1)
  return new ServerError(
    'BadValue',
    `The field '${field}' must be an array but is of type ${typeName(value)} in document ${nameOf(context)}`,
  )
}

function addToSetChange({ operator, operand }: OperatorField): Change {
  const added = addedToSet(operand)
  return {
    operator,
    createsPath: true,
    apply: (value, { collation, path }) => {
      if (value !== undefined && !Array.isArray(value)) {
        throw new ServerError(
          'BadValue',
          `Cannot apply $addToSet to non-array field. Field named '${path.slice(path.lastIndexOf('.') + 1)}' has non-array type ${typeName(value)}`,
        )
      }
      const result: unknown[] = [...((value ?? []) as unknown[])]
      for (const candidate of added) if (!includes(result, candidate, collation)) result.push(candidate)
      return value?.length === result.length ? (value as unknown) : result
    },
  }
}

function addedToSet(operand: unknown): readonly unknown[] {
  if (!isDocument(operand) || Object.keys(operand)[0] !== '$each') return [operand]
  const other = Object.keys(operand).find((key) => key !== '$each')
  if (other !== undefined) {
    throw new ServerError('BadValue', `Found unexpected fields after $each in $addToSet: ${describe(operand)}`)
  }
  const each = operand['$each']
  if (!Array.isArray(each)) {
    throw new ServerError(
      'TypeMismatch',
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`,
    )
  }
  return each
}

function includes(values: readonly unknown[], wanted: unknown, collation?: Collation): boolean {
  return values.some((value) => compareValues(value, wanted, collation) === 0)
}

function popChange({ operator, operand }: OperatorField): Change {
  const end = isNumeric(operand) ? toNumber(operand) : undefined
  if (end === undefined) {
    throw new ServerError('FailedToParse', `Expected a number in: ${operator}: ${describe(operand)}`)
  }
  if (end !== 1 && end !== -1)
    throw new ServerError('FailedToParse', `$pop expects 1 or -1, found: ${describe(operand)}`)
  return {
    operator,
    createsPath: false,
    apply: (value, { path }) => {
      if (value === undefined) return undefined
      if (!Array.isArray(value)) {
        throw new ServerError(
          'TypeMismatch',
          `Path '${path}' contains an element of non-array type '${typeName(value)}'`,
        )
      }
      const array: unknown[] = value
      return end === 1 ? array.slice(0, -1) : array.slice(1)
    },
  }
}

function pullChange({ operator, operand }: OperatorField): Change {
  // Compiled at once, so that a wrong condition fails even when there is nothing to pull from.
  pulled(operand, undefined)
  return {
    operator,
    createsPath: false,
    apply: (value, { collation }) => removing(value, pulled(operand, collation)),
  }
}

function removing(value: unknown, isRemoved: (element: unknown) => boolean): unknown {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw new ServerError('BadValue', 'Cannot apply $pull to a non-array value')
  return value.filter((element) => !isRemoved(element))
}

/** A document without operators is a filter of elements that are documents; all else is a condition on the element. */
function pulled(operand: unknown, collation: Collation | undefined): (element: unknown) => boolean {
  if (isDocument(operand) && !isOperators(operand)) {
    const filter = compileFilter(operand, { collation })
    return (element) => isDocument(element) && filter.matches(element)
  }
  if (isDocument(operand) || operand instanceof BSONRegExp) {
    const filter = compileFilter({ '': operand }, { collation })
    return (element) => filter.matches({ '': element } satisfies Document)
  }
  return (element) => compareValues(element, operand, collation) === 0
}

function pullAllChange({ operator, operand }: OperatorField): Change {
  if (!Array.isArray(operand)) {
    throw new ServerError('BadValue', `$pullAll requires an array argument but was given a ${typeName(operand)}`)
  }
  return {
    operator,
    createsPath: false,
    apply: (value, { collation }) => removing(value, (element) => includes(operand, element, collation)),
  }
}
