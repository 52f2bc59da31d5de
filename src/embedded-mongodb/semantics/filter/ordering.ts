import { Double } from 'bson'
import type { Collation } from '../collation.ts'
import { compareNumbers, compareValues, rank, rankOf } from '../compare.ts'
import type { ValueTest } from '../paths.ts'
import { toNumber } from '../values.ts'

export type Ordering = '$gt' | '$gte' | '$lt' | '$lte'

/** Tests for order as `$gt`, `$gte`, `$lt` and `$lte` mean it: only values of the operand's kind are compared. */
export function orderTest(operator: Ordering, operand: unknown, collation?: Collation): ValueTest {
  const wanted = rankOf(operand)
  const accepts = accepted(operator)
  if (wanted === rank.null || wanted === rank.missing) return nullTest(operator)
  if (wanted === rank.minKey || wanted === rank.maxKey) return extremeTest(wanted, operator)
  if (wanted === rank.number) return numberTest(operand, operator)
  return (value) => rankOf(value) === wanted && accepts(compareValues(value, operand, collation))
}

function accepted(operator: Ordering): (order: number) => boolean {
  switch (operator) {
    case '$gt':
      return (order) => order > 0
    case '$gte':
      return (order) => order >= 0
    case '$lt':
      return (order) => order < 0
    case '$lte':
      return (order) => order <= 0
  }
}

function includesEqual(operator: Ordering): boolean {
  return operator === '$gte' || operator === '$lte'
}

function nullTest(operator: Ordering): ValueTest {
  if (!includesEqual(operator)) return () => false
  return (value) => {
    const found = rankOf(value)
    return found === rank.null || found === rank.missing
  }
}

/** Every value lies above MinKey and below MaxKey, whatever its type. */
function extremeTest(wanted: number, operator: Ordering): ValueTest {
  const isBeyond = (wanted === rank.minKey) === (operator === '$gt' || operator === '$gte')
  return (value) => (rankOf(value) === wanted ? includesEqual(operator) : isBeyond)
}

function numberTest(operand: unknown, operator: Ordering): ValueTest {
  const accepts = accepted(operator)
  if (isNaNValue(operand)) return (value) => includesEqual(operator) && isNaNValue(value)
  const plain = operand instanceof Double ? operand.value : operand
  return (value) => {
    if (typeof value === 'number' && typeof plain === 'number')
      return accepts(value - plain || compareInfinite(value, plain))
    if (rankOf(value) !== rank.number || isNaNValue(value)) return false
    return accepts(compareNumbers(value, operand))
  }
}

/** The difference of two equal infinities is no number, nor is one with NaN: NaN is in no order. */
function compareInfinite(a: number, b: number): number {
  return a === b ? 0 : NaN
}

function isNaNValue(value: unknown): boolean {
  return rankOf(value) === rank.number && Number.isNaN(toNumber(value))
}
