import { BSONRegExp } from 'bson'
import { compareValues, rank, rankOf } from '../compare.ts'
import { literalPrefix } from '../regex.ts'
import { textOf, isTruthy } from '../types.ts'
import { type Document, bsonUndefined, fieldName, isDigits, isDocument, toNumber } from '../values.ts'
import { isOperators } from './parse.ts'

export interface Limit {
  readonly value: unknown
  readonly inclusive: boolean
}

/**
 * What a filter says about one path, as far as an index can use it: every matching document has at least one of the values
 * that an index holds for it (see `valuesAt`) among `eq`, or above `lower`, or below `upper`.
 */
export interface Bounds {
  /** The only values that can match. With null comes BSON undefined, with an array its first element, as indexes hold them. */
  eq?: unknown[]
  /** Compares within the type of its value only. On a path with arrays one element may fulfil `lower` and another one `upper`. */
  lower?: Limit
  upper?: Limit
  /** True when one element has to fulfil both limits (`$elemMatch`), so that they may be taken together on arrays, too. */
  together?: true
  /** True when no document matches that has nothing at the path. */
  exists?: true
  /** Strings that begin with this, and stored regular expressions; no other values match. */
  prefix?: string
}

/** The bounds that all documents matching a filter keep, by path. What can't be said is left out. */
export function analyseFilter(filter: Document): Map<string, Bounds> {
  const found = new Map<string, Bounds>()
  addFilter(found, '', filter)
  return found
}

type Found = Map<string, Bounds>

function addFilter(found: Found, prefix: string, filter: Document): void {
  for (const [key, condition] of Object.entries(filter)) {
    const path = prefix + fieldName(key)
    if (key === '$and' && Array.isArray(condition)) {
      for (const part of condition as unknown[]) if (isDocument(part)) addFilter(found, prefix, part)
    } else if (!key.startsWith('$') && !path.split('.').some(isDigits)) {
      addCondition(found, path, condition)
    }
  }
}

function addCondition(found: Found, path: string, condition: unknown): void {
  if (!isOperators(condition)) {
    addEquality(found, path, condition)
    return
  }
  for (const [operator, operand] of Object.entries(condition)) {
    addOperator(found, path, { operator, operand, options: condition['$options'] })
  }
}

interface Operator {
  operator: string
  operand: unknown
  options?: unknown
}

function addOperator(found: Found, path: string, { operator, operand, options }: Operator): void {
  switch (operator) {
    case '$eq': {
      addValues(found, path, [operand])
      return
    }
    case '$in': {
      addList(found, path, operand)
      return
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte': {
      addLimit(found, path, { operator, operand })
      return
    }
    case '$regex': {
      addRegex(found, path, regexOf(operand, options))
      return
    }
    case '$all': {
      addAll(found, path, operand)
      return
    }
    case '$elemMatch': {
      addElemMatch(found, path, operand)
      return
    }
    case '$exists':
      if (isTruthy(operand)) merge(found, path, { exists: true })
      return
    case '$size':
    case '$mod':
    case '$type': {
      merge(found, path, { exists: true })
      return
    }
    case '$ne':
      // Of a dotted path, null can be unequal to nothing at all: no element of an empty array is null.
      if (rankOf(operand) === rank.null && !path.includes('.')) merge(found, path, { exists: true })
  }
}

function addEquality(found: Found, path: string, value: unknown): void {
  if (value instanceof BSONRegExp) addRegex(found, path, value)
  else addValues(found, path, [value])
}

function addList(found: Found, path: string, operand: unknown): void {
  if (!Array.isArray(operand) || operand.some((value) => value instanceof BSONRegExp)) return
  addValues(found, path, operand)
}

function addValues(found: Found, path: string, values: readonly unknown[]): void {
  const eq = values.flatMap(indexedValues)
  const excludesMissing = eq.every((value) => value !== null)
  merge(found, path, excludesMissing ? { eq, exists: true } : { eq })
}

/** The values of which an index holds one for every document that has a value equal to this one. */
function indexedValues(value: unknown): unknown[] {
  if (rankOf(value) === rank.null || rankOf(value) === rank.missing) return [null, bsonUndefined]
  if (Array.isArray(value)) return [value, value.length === 0 ? bsonUndefined : (value[0] as unknown)]
  return [value]
}

/** Types whose values an index holds as they are and whose comparison stays within the type. */
const limiting = new Set<number>([rank.number, rank.string, rank.objectId, rank.boolean, rank.date, rank.timestamp])

function addLimit(found: Found, path: string, { operator, operand }: Operator): void {
  const type = rankOf(operand)
  const inclusive = operator.endsWith('e')
  if (type === rank.null && inclusive) {
    addValues(found, path, [null])
    return
  }
  if (!limiting.has(type) || Number.isNaN(toNumber(operand))) return
  const limit = { value: operand, inclusive }
  merge(found, path, operator.startsWith('$g') ? { lower: limit, exists: true } : { upper: limit, exists: true })
}

function regexOf(pattern: unknown, options: unknown): BSONRegExp | undefined {
  const letters = typeof options === 'string' ? options.replace(/[^imsxu]/g, '') : ''
  if (pattern instanceof BSONRegExp) return new BSONRegExp(pattern.pattern, letters || pattern.options)
  const text = textOf(pattern)
  return text === undefined ? undefined : new BSONRegExp(text, letters)
}

function addRegex(found: Found, path: string, regex: BSONRegExp | undefined): void {
  const prefix = regex ? literalPrefix(regex) : ''
  merge(found, path, prefix === '' ? { exists: true } : { prefix, exists: true })
}

function addAll(found: Found, path: string, operand: unknown): void {
  if (!Array.isArray(operand)) return
  for (const value of operand as unknown[]) {
    if (isOperators(value)) addCondition(found, path, value)
    else addEquality(found, path, value)
  }
}

function addElemMatch(found: Found, path: string, operand: unknown): void {
  if (!isDocument(operand)) return
  const inner: Found = new Map()
  if (isOperators(operand)) addCondition(inner, path, operand)
  else addFilter(inner, `${path}.`, operand)
  for (const [at, bounds] of inner) {
    const isElement = at === path && bounds.lower && bounds.upper
    merge(found, at, isElement ? { ...bounds, together: true } : bounds)
  }
  merge(found, path, { exists: true })
}

/** Takes what is known together: fewer values, tighter limits; each alone is true of every match. */
function merge(found: Found, path: string, more: Bounds): void {
  const known = found.get(path)
  if (!known) {
    found.set(path, { ...more })
    return
  }
  if (more.exists) known.exists = true
  if (more.eq && (!known.eq || more.eq.length < known.eq.length)) known.eq = more.eq
  if (more.prefix !== undefined && more.prefix.length > (known.prefix?.length ?? -1)) known.prefix = more.prefix
  if (more.together && !known.lower && !known.upper) known.together = true
  else if (more.lower || more.upper) delete known.together
  if (more.lower && isTighter(more.lower, known.lower, 1)) known.lower = more.lower
  if (more.upper && isTighter(more.upper, known.upper, -1)) known.upper = more.upper
}

function isTighter(limit: Limit, known: Limit | undefined, sign: 1 | -1): boolean {
  if (!known) return true
  const order = compareValues(limit.value, known.value) * sign
  return order > 0 || (order === 0 && known.inclusive)
}
