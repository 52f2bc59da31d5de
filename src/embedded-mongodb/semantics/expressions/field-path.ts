import { type Document, fieldKey, isDocument } from '../values.ts'

/** The value at a path of an expression: arrays are mapped over their documents, and digits name fields only. */
export function readField(value: unknown, keys: readonly string[], from = 0): unknown {
  let current = value
  for (let i = from; i < keys.length; i++) {
    if (Array.isArray(current)) return readFromArray(current, keys, i)
    if (!isDocument(current)) return undefined
    current = current[keys[i] ?? '']
  }
  return current
}

function readFromArray(array: readonly unknown[], keys: readonly string[], from: number): unknown[] {
  const values: unknown[] = []
  for (const element of array) {
    if (!isDocument(element)) continue
    const value = readField(element, keys, from)
    if (value !== undefined) values.push(value)
  }
  return values
}

/** The keys of a dotted path as documents hold them. */
export function pathKeys(path: string): string[] {
  return path.split('.').map(fieldKey)
}

/**
 * A copy of the document with a value at the path, as `$addFields` sets it: in every document of an array on the way, and
 * in place of what is no document. A missing value (undefined) removes the field.
 */
export function withField(doc: Document, keys: readonly string[], value: unknown): Document {
  return setIn(doc, keys, value) as Document
}

function setIn(target: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys
  if (key === undefined) return value
  if (Array.isArray(target)) return target.map((element: unknown) => setIn(element, keys, value))
  const source: Document = isDocument(target) ? target : {}
  const inner = rest.length === 0 ? value : setIn(source[key], rest, value)
  if (inner === undefined) return withoutKey(source, key)
  return { ...source, [key]: inner }
}

function withoutKey(doc: Document, key: string): Document {
  if (!(key in doc)) return doc
  const copy = { ...doc }
  Reflect.deleteProperty(copy, key)
  return copy
}
