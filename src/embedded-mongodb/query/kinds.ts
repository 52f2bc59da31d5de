import { typeName } from '../semantics/index.ts'

const numbers = new Set(['int', 'long', 'double', 'decimal'])
/** Types for which `$lt` and the like compare within the type, and which stand as they are in an index. */
const plain = new Set(['number', 'string', 'bool', 'date', 'objectId', 'timestamp'])

/** A value's type, with the four types of numbers as one. */
export function kindOf(value: unknown): string {
  const name = typeName(value)
  return numbers.has(name) ? 'number' : name
}

/** Neither null nor a document, an array, a pattern or one of the rarer types. */
export function isPlain(value: unknown): boolean {
  return plain.has(kindOf(value))
}
