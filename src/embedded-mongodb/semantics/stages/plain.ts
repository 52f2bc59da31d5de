import { Double } from 'bson'
import { type Document, fieldKey, fieldName, isDocument } from '../values.ts'

/** A value as mingo knows values: all numbers but decimals are JavaScript's, fields have their plain names. */
function toPlain(value: unknown): unknown {
  if (value instanceof Double) return value.value
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(toPlain)
  return isDocument(value) ? plainDocument(value) : value
}

/** A document as mingo knows it: `toPlain` of each field, under its plain name. */
export function plainDocument(doc: Document): Document {
  return Object.fromEntries(Object.entries(doc).map(([key, value]) => [fieldName(key), toPlain(value)]))
}

/** What mingo gave, as the rest of this server knows values. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain)
  if (!isDocument(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [fieldKey(name), fromPlain(field)]))
}
