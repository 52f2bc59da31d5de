import { BSONRegExp } from 'bson'
import { type Bounds, typeByte } from '../semantics/index.ts'
import type { Direction, Index } from '../storage/collection.ts'
import { fieldKeyOf, orderedPart } from '../storage/index-keys.ts'
import { after } from '../storage/numbers.ts'
import { isPlain } from './kinds.ts'

/** The keys of one field's bounds: from `start` (inclusive) to `end` (exclusive), undefined where there is no limit. */
export interface FieldRange {
  start: Buffer | undefined
  end: Buffer | undefined
}

/**
 * The ranges of keys of field number `field` within its index. On a field with arrays just one side is used: two elements of
 * one document may fulfil one side each, so the sides can't be taken together.
 */
export function fieldRanges(index: Index, field: number, bounds: Bounds): FieldRange[] {
  const direction = index.key[field]?.[1] ?? 1
  if (bounds.prefix !== undefined) return prefixRanges(index, direction, bounds.prefix)
  const lower = bounds.lower
  const upper = index.multikey[field] && lower && !bounds.together ? undefined : bounds.upper
  const low = lower ? side(index, direction, lower) : bracket(upper?.value, direction)
  const high = upper ? side(index, direction, upper) : bracket(lower?.value, direction)
  return [direction === 1 ? { start: low?.from, end: high?.to } : { start: high?.from, end: low?.to }]
}

/** Whether the bounds narrow an index on their field, other than by equality. */
export function isRange(index: Index, bounds: Bounds | undefined): bounds is Bounds {
  if (!bounds) return false
  return bounds.lower !== undefined || bounds.upper !== undefined || (bounds.prefix !== undefined && !index.collation)
}

/** Strings with the prefix, and the patterns that are stored as values: those match themselves. */
function prefixRanges(index: Index, direction: Direction, prefix: string): FieldRange[] {
  const { key } = fieldKeyOf(index, prefix, direction)
  // Without the two bytes that end a string; of a shortened one the hash has no order.
  const beginning = orderedPart(index, key.subarray(0, key.length - 2))
  const patterns = Buffer.from([direction === 1 ? patternByte : ~patternByte & 0xff])
  return [beginning, patterns].map((start) => ({ start, end: after(start) }))
}

const patternByte = typeByte(new BSONRegExp(''))

interface Side {
  from: Buffer
  to: Buffer
}

/** A limit as keys: `from` for when it is where a range starts, `to` for when it is where one ends. */
function side(index: Index, direction: Direction, limit: { value: unknown; inclusive: boolean }): Side {
  const { key, shortened } = fieldKeyOf(index, limit.value, direction)
  if (shortened) {
    const ordered = orderedPart(index, key)
    return { from: ordered, to: after(ordered) }
  }
  return limit.inclusive ? { from: key, to: after(key) } : { from: after(key), to: key }
}

/** A comparison is true for values of its operand's type only: the type is the limit of the side that has no other. */
function bracket(operand: unknown, direction: Direction): Side | undefined {
  if (!isPlain(operand)) return undefined
  const type = typeByte(operand)
  const byte = Buffer.from([direction === 1 ? type : ~type & 0xff])
  return { from: byte, to: after(byte) }
}
