import {
  BSONRegExp,
  type BSONSymbol,
  Binary,
  type Code,
  Decimal128,
  Double,
  Long,
  ObjectId,
  type Timestamp,
} from 'bson'
import type { Collation } from './collation.ts'
import { compareDecimals, exactDecimal } from './decimal.ts'
import { type DbPointer, type Document, fieldName } from './values.ts'

/** The order of types in BSON comparison; types of one rank are compared by value. Missing (undefined) is the lowest but MinKey. */
export const rank = {
  minKey: -1,
  missing: 0,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  dbPointer: 55,
  code: 60,
  codeWithScope: 65,
  maxKey: 127,
} as const

const rankOfClass: Partial<Record<string, number>> = {
  ObjectId: rank.objectId,
  Double: rank.number,
  Decimal128: rank.number,
  Long: rank.number,
  Int32: rank.number,
  Binary: rank.binary,
  Timestamp: rank.timestamp,
  BSONRegExp: rank.regex,
  DBPointer: rank.dbPointer,
  BSONSymbol: rank.string,
  MinKey: rank.minKey,
  MaxKey: rank.maxKey,
  Undefined: rank.missing,
}

/** Where a value's type stands in the order of types. */
export function rankOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return rank.string
    case 'number':
    case 'bigint':
      return rank.number
    case 'boolean':
      return rank.boolean
    case 'undefined':
      return rank.missing
    default:
      return value === null ? rank.null : rankOfObject(value as object)
  }
}

function rankOfObject(value: object): number {
  if (Array.isArray(value)) return rank.array
  if (Object.getPrototypeOf(value) === Object.prototype) return rank.object
  if (value instanceof Date) return rank.date
  const type = (value as { _bsontype?: string })._bsontype
  if (type === undefined) return rank.object
  if (type === 'Code') return (value as Code).scope ? rank.codeWithScope : rank.code
  return rankOfClass[type] ?? rank.object
}

/**
 * MongoDB's comparison order over all BSON values, as sorting and aggregation use it: negative, zero or positive.
 * Fields of documents count in their order. `undefined` is a missing value and below null; whoever sorts puts null for it.
 */
export function compareValues(a: unknown, b: unknown, collation?: Collation): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b, collation)
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b)
  const rankA = rankOf(a)
  const rankB = rankOf(b)
  if (rankA !== rankB) return rankA - rankB
  return compareSameRank(rankA, [a, b], collation)
}

function compareSameRank(shared: number, [a, b]: [unknown, unknown], collation?: Collation): number {
  switch (shared) {
    case rank.number:
      return compareNumbers(a, b)
    case rank.string:
      return compareTexts(textOf(a), textOf(b), collation)
    case rank.object:
      return compareDocuments(a as Document, b as Document, collation)
    case rank.array:
      return compareArrays(a as unknown[], b as unknown[], collation)
    case rank.objectId:
      return compareObjectIds(a as ObjectId, b as ObjectId)
    case rank.boolean:
      return Number(a) - Number(b)
    case rank.date:
      return (a as Date).getTime() - (b as Date).getTime()
    default:
      return compareRare(shared, [a, b], collation)
  }
}

function compareRare(shared: number, [a, b]: [unknown, unknown], collation?: Collation): number {
  switch (shared) {
    case rank.binary:
      return compareBinaries(asBinary(a), asBinary(b))
    case rank.timestamp:
      return compareBigInts(timestampBits(a as Timestamp), timestampBits(b as Timestamp))
    case rank.regex:
      return compareRegexes(a as BSONRegExp, b as BSONRegExp)
    case rank.code:
      return compareStrings((a as Code).code, (b as Code).code)
    case rank.codeWithScope:
      return compareScopedCode(a as Code, b as Code, collation)
    case rank.dbPointer:
      return compareDbPointers(a as DbPointer, b as DbPointer)
    default:
      return 0
  }
}

function compareTexts(a: string, b: string, collation?: Collation): number {
  if (a === b) return 0
  if (collation) return compareStrings(collation.key(a), collation.key(b))
  return compareStrings(a, b)
}

/** By UTF-8 bytes: JavaScript's own order differs where a pair of surrogates meets U+E000 to U+FFFF. */
function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i)
    let y = b.charCodeAt(i)
    if (x === y) continue
    if (x >= 0xd800 && y >= 0xd800) {
      if (x >= 0xe000) x -= 0x800
      else x += 0x2000
      if (y >= 0xe000) y -= 0x800
      else y += 0x2000
    }
    return x - y
  }
  return a.length - b.length
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (value as BSONSymbol).value
}

function compareDoubles(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a))
}

/** By exact value across int32, int64, double and decimal; NaN is lower than all and equal to itself. */
export function compareNumbers(a: unknown, b: unknown): number {
  const x = unwrapped(a)
  const y = unwrapped(b)
  if (typeof x === 'number' && typeof y === 'number') return compareDoubles(x, y)
  if (x instanceof Decimal128 || y instanceof Decimal128) return compareDecimals(exactDecimal(x), exactDecimal(y))
  if (typeof x === 'bigint' && typeof y === 'bigint') return compareBigInts(x, y)
  if (typeof x === 'number' && Number.isNaN(x)) return -1
  if (typeof y === 'number' && Number.isNaN(y)) return 1
  // Comparing bigint with number is exact in JavaScript.
  if ((x as number) < (y as number)) return -1
  return (x as number) > (y as number) ? 1 : 0
}

function unwrapped(value: unknown): unknown {
  if (value instanceof Double) return value.value
  return value instanceof Long ? value.toBigInt() : value
}

function compareBigInts(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function compareDocuments(a: Document, b: Document, collation?: Collation): number {
  const keysA = Object.keys(a)
  const keysB = Object.keys(b)
  const length = Math.min(keysA.length, keysB.length)
  for (let i = 0; i < length; i++) {
    const keyA = keysA[i] ?? ''
    const keyB = keysB[i] ?? ''
    const byType = rankOf(a[keyA]) - rankOf(b[keyB])
    if (byType !== 0) return byType
    if (keyA !== keyB) return compareStrings(fieldName(keyA), fieldName(keyB))
    const byValue = compareValues(a[keyA], b[keyB], collation)
    if (byValue !== 0) return byValue
  }
  return keysA.length - keysB.length
}

function compareArrays(a: readonly unknown[], b: readonly unknown[], collation?: Collation): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i], collation)
    if (order !== 0) return order
  }
  return a.length - b.length
}

interface ObjectIdParts {
  i0: number
  i1: number
  i2: number
  i3: number
}

/** Whether bson keeps an ObjectId as four numbers of 24 bits, which is its own affair and may change. */
const hasParts = typeof (new ObjectId('0'.repeat(24)) as unknown as Partial<ObjectIdParts>).i0 === 'number'

/** Comparing the parts spares two buffers. */
function compareObjectIds(a: ObjectId, b: ObjectId): number {
  if (!hasParts) return Buffer.compare(a.id, b.id)
  const x = a as unknown as ObjectIdParts
  const y = b as unknown as ObjectIdParts
  return (
    (x.i0 & 0xffffff) - (y.i0 & 0xffffff) ||
    (x.i1 & 0xffffff) - (y.i1 & 0xffffff) ||
    (x.i2 & 0xffffff) - (y.i2 & 0xffffff) ||
    (x.i3 & 0xffffff) - (y.i3 & 0xffffff)
  )
}

function asBinary(value: unknown): Binary {
  return value instanceof Uint8Array ? new Binary(value) : (value as Binary)
}

function compareBinaries(a: Binary, b: Binary): number {
  return a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value())
}

/** A timestamp as one unsigned number of 64 bits. */
export function timestampBits(value: Timestamp): bigint {
  return (BigInt(value.t) << 32n) | BigInt(value.i)
}

function compareRegexes(a: BSONRegExp, b: BSONRegExp): number {
  return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options)
}

function compareScopedCode(a: Code, b: Code, collation?: Collation): number {
  return compareStrings(a.code, b.code) || compareDocuments(a.scope as Document, b.scope as Document, collation)
}

function compareDbPointers(a: DbPointer, b: DbPointer): number {
  return compareStrings(a.namespace, b.namespace) || compareObjectIds(a.id, b.id)
}
