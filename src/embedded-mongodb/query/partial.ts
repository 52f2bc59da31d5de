import { type Bounds, type Document, compareValues, isDocument } from '../semantics/index.ts'
import { isPlain, kindOf } from './kinds.ts'

/**
 * Whether every document within `bounds` fulfils a partial index's `expression`. Knows equality, `$exists: true`, `$gt`, `$gte`,
 * `$lt`, `$lte` and `$and`, and says no to everything else: then the index is not used, which is never wrong.
 */
export function impliesPartial(bounds: Map<string, Bounds>, expression: Document): boolean {
  return Object.entries(expression).every(([path, condition]) => {
    if (path === '$and') return (condition as Document[]).every((part) => impliesPartial(bounds, part))
    const known = bounds.get(path)
    if (path.startsWith('$') || !known) return false
    if (!isDocument(condition) || !Object.keys(condition).some((key) => key.startsWith('$'))) {
      return onlyValues(known, (value) => compareValues(value, condition) === 0)
    }
    return Object.entries(condition).every(([operator, operand]) => impliesOperator(known, operator, operand))
  })
}

function impliesOperator(known: Bounds, operator: string, operand: unknown): boolean {
  if (operator === '$exists') return operand === true && known.exists === true
  if (operator === '$eq') return onlyValues(known, (value) => compareValues(value, operand) === 0)
  if (!isPlain(operand)) return false
  const sign = operator.startsWith('$gt') ? 1 : operator.startsWith('$lt') ? -1 : 0
  if (sign === 0) return false
  const inclusive = operator.endsWith('te')
  const fits = (value: unknown, strictly: boolean): boolean => {
    const order = compareValues(value, operand) * sign
    return kindOf(value) === kindOf(operand) && (order > 0 || (order === 0 && (inclusive || strictly)))
  }
  if (known.eq) return known.eq.every((value) => fits(value, false))
  const limit = sign > 0 ? known.lower : known.upper
  return limit !== undefined && fits(limit.value, !limit.inclusive)
}

function onlyValues(known: Bounds, test: (value: unknown) => boolean): boolean {
  return known.eq !== undefined && known.eq.length > 0 && known.eq.every((value) => value !== null && test(value))
}
