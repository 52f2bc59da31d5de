import { isDocument, type Document } from '../semantics/index.ts'
import type { Index } from '../storage/collection.ts'
import { isPlain } from './kinds.ts'

/**
 * Whether the ranges alone decide: the filter has nothing but equalities (`$eq`, `$in`) of the `exact` fields with simple values, of
 * which an index's entry says all. Null, patterns, documents and arrays always have the document looked at.
 */
export function isExact(filter: Document, index: Index, exact: Set<string>): boolean {
  return Object.entries(filter).every(([path, condition]) => {
    if (!exact.has(path) || manyOf(index, path)) return false
    if (isPlain(condition)) return true
    if (!isDocument(condition)) return false
    const operators = Object.entries(condition)
    const [operator, operand] = operators[0] ?? []
    if (operators.length !== 1) return false
    if (operator === '$eq') return isPlain(operand)
    return operator === '$in' && Array.isArray(operand) && operand.every(isPlain)
  })
}

/** Two fields of one key below the same array: their entries are those of any two elements. */
function manyOf(index: Index, path: string): boolean {
  return index.multikey.filter(Boolean).length > 1 && path.includes('.')
}
