/**
 * How a BSON value is held in memory. Every BSON type has one form, so that `encode(decode(bytes))` gives the bytes again:
 *
 * | BSON                    | here                                                                              |
 * | ----------------------- | --------------------------------------------------------------------------------- |
 * | int32                   | number: whole, within 32 bits, not -0                                             |
 * | double                  | number when it is not the above (1.5, NaN, -0, 2 ** 40), else `Double` (1.0)      |
 * | int64                   | bigint                                                                            |
 * | decimal128              | `Decimal128`                                                                      |
 * | string, bool, null      | string, boolean, null                                                             |
 * | date                    | Date                                                                              |
 * | document, array         | plain object, array                                                               |
 * | undefined               | `bsonUndefined` (JavaScript's own undefined always means "missing")               |
 * | all others              | bson's classes (`ObjectId`, `Binary`, `Timestamp`, `BSONRegExp`, `Code`, …), `DbPointer` |
 *
 * So a plain number means what the driver's own serializer makes of it, and comparing int64 with doubles is exact.
 *
 * Field names that JavaScript treats in its own way carry a leading NUL, which no BSON field name can hold: digits only
 * (an object would move them to its front, and MongoDB keeps the order of fields), and names that plain objects or bson's
 * classes already have (`__proto__`, `constructor`, `_bsontype`, …). `fieldKey` adds the mark and `fieldName` removes it;
 * only code that makes up field names from data needs them.
 */
import {
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'

export { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp }

export type Document = Record<string, unknown>

/** BSON's deprecated type 6, which a stored document may hold. */
class BsonUndefined {
  readonly _bsontype = 'Undefined'
}
export const bsonUndefined: object = Object.freeze(new BsonUndefined())

/** BSON's deprecated type 12. */
export class DbPointer {
  readonly namespace: string
  readonly id: ObjectId
  readonly _bsontype = 'DBPointer'

  constructor(namespace: string, id: ObjectId) {
    this.namespace = namespace
    this.id = id
  }
}

/** A number that is a double in BSON: wrapped only when the plain number would mean an int32. */
export function double(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value
}

/** True for a number that BSON writes as int32. */
export function isInt32(value: number): boolean {
  return (value | 0) === value && (value !== 0 || 1 / value > 0)
}

/** The value of any BSON number as a JavaScript number (int64 and decimals rounded), or undefined for other types. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Double) return value.value
  if (value instanceof Decimal128) return Number(value.toString())
  if (value instanceof Long) return value.toNumber()
  return undefined
}

/** True for a decoded int32, int64, double or decimal. */
export function isNumeric(value: unknown): boolean {
  return (
    typeof value === 'number' || typeof value === 'bigint' || value instanceof Double || value instanceof Decimal128
  )
}

/** A table to look up names in that come from outside: without what plain objects inherit (`constructor`, …). */
export function lookupTable<Value>(entries: Readonly<Record<string, Value>>): Partial<Record<string, Value>> {
  return Object.assign(Object.create(null) as Partial<Record<string, Value>>, entries)
}

/** True for an embedded document: not an array, not null, not one of BSON's other types. */
export function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const marked = new Set([...Object.getOwnPropertyNames(Object.prototype), '_bsontype', 'toBSON'])

/** The key that holds the field `name` in an object (see the head of this file). */
export function fieldKey(name: string): string {
  const first = name.charCodeAt(0)
  if (first >= 48 && first <= 57) return isDigits(name) ? `\0${name}` : name
  return marked.has(name) ? `\0${name}` : name
}

/** The field's name that `key` holds. */
export function fieldName(key: string): string {
  return key.charCodeAt(0) === 0 ? key.slice(1) : key
}

/** True for a path component that may mean a position in an array. */
export function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return text.length > 0
}
