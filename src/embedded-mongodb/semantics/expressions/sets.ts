import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { sortableKey } from '../keys.ts'
import { isTruthy, typeName } from '../types.ts'
import { type Operators, type PlainOperator, isNullish, operator } from './scope.ts'

/** The distinct values of an array by their comparison, in the order in which they first come. */
export class ValueSet {
  private readonly collation: Collation | undefined
  private readonly values = new Map<string, unknown>()

  constructor(values: Iterable<unknown> = [], collation?: Collation) {
    this.collation = collation
    for (const value of values) this.add(value)
  }

  add(value: unknown): boolean {
    const key = this.keyOf(value)
    if (this.values.has(key)) return false
    this.values.set(key, value)
    return true
  }

  has(value: unknown): boolean {
    return this.values.has(this.keyOf(value))
  }

  get size(): number {
    return this.values.size
  }

  toArray(): unknown[] {
    return [...this.values.values()]
  }

  /** In the order of values, as MongoDB's set operators give them. */
  sorted(): unknown[] {
    return [...this.values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
  }

  private keyOf(value: unknown): string {
    return sortableKey(value, this.collation).toString('latin1')
  }
}

function fail(code: number, message: string): ServerError {
  return new ServerError(`Location${code}`, message)
}

function arrays(args: unknown[], error: (value: unknown) => ServerError): unknown[][] {
  return args.map((value) => {
    if (Array.isArray(value)) return value as unknown[]
    throw error(value)
  })
}

function difference([a, b]: unknown[], collation?: Collation): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (!Array.isArray(a))
    throw fail(17048, `both operands of $setDifference must be arrays. First argument is of type: ${typeName(a)}`)
  if (!Array.isArray(b))
    throw fail(17049, `both operands of $setDifference must be arrays. Second argument is of type: ${typeName(b)}`)
  const excluded = new ValueSet(b, collation)
  return new ValueSet(a as unknown[], collation).toArray().filter((value) => !excluded.has(value))
}

function intersection(args: unknown[], collation?: Collation): unknown {
  if (args.some(isNullish)) return null
  const lists = arrays(args, (value) =>
    fail(17047, `All operands of $setIntersection must be arrays. One argument is of type: ${typeName(value)}`),
  )
  const [first = [], ...others] = lists
  const sets = others.map((list) => new ValueSet(list, collation))
  const kept = first.filter((value) => sets.every((set) => set.has(value)))
  return new ValueSet(kept, collation).sorted()
}

function equalSets(args: unknown[], collation?: Collation): boolean {
  const lists = arrays(args, (value) =>
    fail(17044, `All operands of $setEquals must be arrays. One argument is of type: ${typeName(value)}`),
  )
  const [first, ...others] = lists.map((list) => new ValueSet(list, collation))
  return others.every((set) => set.size === first?.size && set.toArray().every((value) => first.has(value)))
}

function isSubset([a, b]: unknown[], collation?: Collation): boolean {
  if (!Array.isArray(a))
    throw fail(17046, `both operands of $setIsSubset must be arrays. First argument is of type: ${typeName(a)}`)
  if (!Array.isArray(b))
    throw fail(17042, `both operands of $setIsSubset must be arrays. Second argument is of type: ${typeName(b)}`)
  const whole = new ValueSet(b, collation)
  return a.every((value) => whole.has(value))
}

function elements(name: string, value: unknown, code: number): unknown[] {
  if (Array.isArray(value)) return value
  throw fail(code, `${name}'s argument must be an array, but is ${typeName(value)}`)
}

export const setOperators: Operators<PlainOperator> = {
  $setUnion: operator(0, Infinity, (args, { collation }) => {
    if (args.some(isNullish)) return null
    const lists = arrays(args, (value) =>
      fail(17043, `All operands of $setUnion must be arrays. One argument is of type: ${typeName(value)}`),
    )
    return new ValueSet(lists.flat(), collation).sorted()
  }),
  $setIntersection: operator(0, Infinity, (args, { collation }) => intersection(args, collation)),
  $setDifference: operator(2, 2, (args, { collation }) => difference(args, collation)),
  $setEquals: operator(2, Infinity, (args, { collation }) => equalSets(args, collation)),
  $setIsSubset: operator(2, 2, (args, { collation }) => isSubset(args, collation)),
  $anyElementTrue: operator(1, 1, ([value]) => elements('$anyElementTrue', value, 17041).some(isTruthy)),
  $allElementsTrue: operator(1, 1, ([value]) => elements('$allElementsTrue', value, 17040).every(isTruthy)),
}
