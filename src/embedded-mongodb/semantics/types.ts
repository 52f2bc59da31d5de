import type { BSONSymbol, Code } from 'bson'
import { isDocument, isInt32, lookupTable, toNumber } from './values.ts'

/** BSON's type numbers by the names that `$type` takes and error messages give. */
export const typeNumbers = lookupTable<number>({
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
})

const namesOfClasses: Partial<Record<string, string>> = {
  ObjectId: 'objectId',
  Double: 'double',
  Decimal128: 'decimal',
  Long: 'long',
  Int32: 'int',
  Binary: 'binData',
  Timestamp: 'timestamp',
  BSONRegExp: 'regex',
  DBPointer: 'dbPointer',
  BSONSymbol: 'symbol',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
  Undefined: 'undefined',
}

/** The name of a value's BSON type; "missing" for undefined. */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return isInt32(value) ? 'int' : 'double'
    case 'bigint':
      return 'long'
    case 'boolean':
      return 'bool'
    case 'object':
      return value === null ? 'null' : typeNameOfObject(value)
    default:
      return 'missing'
  }
}

function typeNameOfObject(value: object): string {
  if (Array.isArray(value)) return 'array'
  if (isDocument(value)) return 'object'
  if (value instanceof Date) return 'date'
  if (value instanceof Uint8Array) return 'binData'
  const type = (value as { _bsontype?: string })._bsontype
  if (type === 'Code') return (value as Code).scope ? 'javascriptWithScope' : 'javascript'
  return namesOfClasses[type ?? ''] ?? 'object'
}

/** The text of a string or of BSON's deprecated symbol, undefined for other types. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return undefined
  return (value as { _bsontype?: string })._bsontype === 'BSONSymbol' ? (value as BSONSymbol).value : undefined
}

/** What counts as true for MongoDB: everything but false, null, undefined and any zero. */
export function isTruthy(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === 0n) return false
  if (typeof value !== 'object') return true
  const type = (value as { _bsontype?: string })._bsontype
  if (type === 'Undefined') return false
  if (type === 'Double') return (value as { value: number }).value !== 0
  return type !== 'Decimal128' || toNumber(value) !== 0
}
