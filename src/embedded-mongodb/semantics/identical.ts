import { Decimal128, Double } from 'bson'
import { compareValues } from './compare.ts'
import { typeName } from './types.ts'
import { type Document, isDocument } from './values.ts'

/** True when two values are the same in BSON: type for type, field for field in the same order. */
export function identical(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && identicalArrays(a, b)
  if (isDocument(a)) return isDocument(b) && identicalDocuments(a, b)
  if (a instanceof Double) return b instanceof Double && Object.is(a.value, b.value)
  if (a instanceof Decimal128) return b instanceof Decimal128 && Buffer.compare(a.bytes, b.bytes) === 0
  return typeName(a) === typeName(b) && compareValues(a, b) === 0
}

function identicalArrays(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => identical(value, b[index]))
}

function identicalDocuments(a: Document, b: Document): boolean {
  const keys = Object.keys(a)
  const others = Object.keys(b)
  return keys.length === others.length && keys.every((key, index) => key === others[index] && identical(a[key], b[key]))
}
