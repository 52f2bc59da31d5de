import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { compareValues } from '../compare.ts'
import { compileSort } from '../sort.ts'
import { typeName } from '../types.ts'
import { type Document, isDocument, isNumeric, toNumber } from '../values.ts'

/** What `$push` does: the values it adds, where, and what happens to the whole array then. */
export interface PushModifiers {
  readonly each: readonly unknown[]
  readonly position: number | undefined
  readonly slice: number | undefined
  readonly sort: number | Document | undefined
}

/** Reads the operand of `$push`: a value, or `$each` with `$position`, `$slice` and `$sort`. */
export function pushModifiers(operand: unknown): PushModifiers {
  if (!isDocument(operand) || !('$each' in operand)) {
    return { each: [operand], position: undefined, slice: undefined, sort: undefined }
  }
  const unknown = Object.keys(operand).find((key) => !['$each', '$slice', '$sort', '$position'].includes(key))
  if (unknown !== undefined) throw bad(`Unrecognized clause in $push: ${unknown}`)
  const each = operand['$each']
  if (!Array.isArray(each)) {
    throw bad(`The argument to $each in $push must be an array but it was of type: ${typeName(each)}`)
  }
  return {
    each,
    position: whole(operand['$position'], 'The value for $position must be an integer value, not of type: '),
    slice: whole(operand['$slice'], 'The value for $slice must be an integer value but was given type: '),
    sort: sortOperand(operand['$sort']),
  }
}

function bad(message: string): ServerError {
  return new ServerError('BadValue', message)
}

function whole(value: unknown, message: string): number | undefined {
  if (value === undefined) return undefined
  const number = isNumeric(value) ? toNumber(value) : undefined
  if (number === undefined || !Number.isInteger(number)) throw bad(`${message}${typeName(value)}`)
  return number
}

function sortOperand(value: unknown): number | Document | undefined {
  if (value === undefined) return undefined
  if (isDocument(value)) {
    if (Object.keys(value).length === 0) throw bad('The sort pattern is empty when it should be a set of fields.')
    for (const direction of Object.values(value)) {
      if (!isDirection(direction)) throw bad('The $sort element value must be either 1 or -1')
    }
    return value
  }
  if (isNumeric(value) && isDirection(value)) return toNumber(value)
  throw bad('The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields')
}

function isDirection(value: unknown): boolean {
  const number = toNumber(value)
  return number === 1 || number === -1
}

/** The array with the values pushed into it, then sorted, then cut. */
export function withPushed(array: readonly unknown[], modifiers: PushModifiers, collation?: Collation): unknown[] {
  const { each, position, slice, sort } = modifiers
  const result = [...array]
  result.splice(insertionIndex(array.length, position), 0, ...each)
  if (typeof sort === 'number') result.sort((a, b) => sort * compareValues(a, b, collation))
  else if (sort) result.sort(byFields(sort, collation))
  if (slice === undefined) return result
  return slice < 0 ? result.slice(slice) : result.slice(0, slice)
}

function insertionIndex(length: number, position: number | undefined): number {
  if (position === undefined || position >= length) return length
  return position < 0 ? Math.max(0, length + position) : position
}

/** Elements that are no documents sort as if all fields were missing. */
function byFields(sort: Document, collation?: Collation): (a: unknown, b: unknown) => number {
  const compare = compileSort(sort, collation)
  return (a, b) => compare(isDocument(a) ? a : {}, isDocument(b) ? b : {})
}
