import { BSONRegExp } from 'bson'
import { ServerError } from '../../errors.ts'
import { rank, rankOf } from '../compare.ts'
import type { ValueTest } from '../paths.ts'
import { type Document, fieldKey, isDocument } from '../values.ts'
import { equalityTest, regexTest } from './equality.ts'
import type { FilterOptions } from './options.ts'
import { regexPredicate, valueOperators } from './operators.ts'
import {
  type DocumentTest,
  type Predicate,
  allOf,
  allPredicates,
  anyOf,
  negated,
  neverPredicate,
  notPredicate,
  valuePredicate,
} from './predicate.ts'
import { refusedOperators, topLevelOperators } from './top-level.ts'

/** Compiles a filter, which is a conjunction of its fields' conditions. */
export function parseFilter(filter: Document, options: FilterOptions): DocumentTest {
  const tests: DocumentTest[] = []
  for (const [key, condition] of Object.entries(filter)) {
    if (key.startsWith('$')) {
      const test = parseTopLevel(key, condition, options)
      if (test) tests.push(test)
    } else {
      tests.push(parseField(key, condition, options))
    }
  }
  return allOf(tests)
}

function parseTopLevel(operator: string, operand: unknown, options: FilterOptions): DocumentTest | undefined {
  switch (operator) {
    case '$and':
      return allOf(parseBranches(operator, operand, options))
    case '$or':
      return anyOf(parseBranches(operator, operand, options))
    case '$nor':
      return negated(anyOf(parseBranches(operator, operand, options)))
    case '$comment':
      return undefined
  }
  const compile = topLevelOperators[operator]
  if (compile) return compile(operand, options)
  throw (
    refusedOperators[operator] ??
    new ServerError(
      'BadValue',
      `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
    )
  )
}

function parseBranches(operator: string, operand: unknown, options: FilterOptions): DocumentTest[] {
  if (!Array.isArray(operand)) throw new ServerError('BadValue', `${operator} must be an array`)
  if (operand.length === 0) throw new ServerError('BadValue', '$and/$or/$nor must be a nonempty array')
  return operand.map((branch: unknown) => {
    if (!isDocument(branch)) throw new ServerError('BadValue', '$or/$and/$nor entries need to be full objects')
    return parseFilter(branch, options)
  })
}

function parseField(path: string, condition: unknown, options: FilterOptions): DocumentTest {
  if (isOperators(condition)) return allPredicates(parseOperators(path, condition, options)).onPath(path)
  return equalTo(condition, options).onPath(path)
}

function equalTo(operand: unknown, { collation }: FilterOptions): Predicate {
  if (operand instanceof BSONRegExp) return valuePredicate(regexTest(operand))
  if (rankOf(operand) === rank.missing) throw new ServerError('BadValue', 'cannot compare to undefined')
  return valuePredicate(equalityTest(operand, collation))
}

const referenceFields = new Set(['$ref', '$id', '$db'])

/** A condition made of operators begins with one; a document that begins with `$ref` or `$id` is a reference to compare with. */
export function isOperators(condition: unknown): condition is Document {
  if (!isDocument(condition)) return false
  const [first] = Object.keys(condition)
  return first?.startsWith('$') === true && !referenceFields.has(first)
}

function parseOperators(path: string, condition: Document, options: FilterOptions): Predicate[] {
  const predicates: Predicate[] = []
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === '$options') {
      if (condition['$regex'] === undefined) throw new ServerError('BadValue', '$options needs a $regex')
    } else {
      predicates.push(parseOperator({ path, operator, operand, beside: condition }, options))
    }
  }
  return predicates
}

interface FieldOperator {
  path: string
  operator: string
  operand: unknown
  beside: Document
}

function parseOperator({ path, operator, operand, beside }: FieldOperator, options: FilterOptions): Predicate {
  switch (operator) {
    case '$regex':
      return regexPredicate(operand, beside['$options'])
    case '$not':
      return parseNot(path, operand, options)
    case '$elemMatch':
      return parseElemMatch(path, operand, options)
    case '$all':
      return parseAll(path, operand, options)
  }
  const compile = valueOperators[operator]
  if (compile) return compile({ operand, path, collation: options.collation })
  throw refusedOperators[operator] ?? new ServerError('BadValue', `unknown operator: ${operator}`)
}

function parseNot(path: string, operand: unknown, options: FilterOptions): Predicate {
  if (operand instanceof BSONRegExp) return notPredicate(valuePredicate(regexTest(operand)))
  if (!isDocument(operand)) throw new ServerError('BadValue', '$not needs a regex or a document')
  if (Object.keys(operand).length === 0) throw new ServerError('BadValue', '$not cannot be empty')
  return notPredicate(allPredicates(parseOperators(path, operand, options)))
}

function parseElemMatch(path: string, operand: unknown, options: FilterOptions): Predicate {
  if (!isDocument(operand)) throw new ServerError('BadValue', '$elemMatch needs an Object')
  return valuePredicate(elementTest(path, operand, options), false)
}

const documentOperators = new Set(['$and', '$or', '$nor', '$where', '$expr', '$comment'])

function elementTest(path: string, operand: Document, options: FilterOptions): ValueTest {
  const [first] = Object.keys(operand)
  const isAboutValues = first?.startsWith('$') === true && !documentOperators.has(first)
  return isAboutValues
    ? someElement(allPredicates(parseOperators(path, operand, options)).onElement)
    : someElement(documentElementTest(parseFilter(operand, options)))
}

function documentElementTest(filter: DocumentTest): ValueTest {
  return (element) => {
    if (isDocument(element)) return filter.matches(element)
    return Array.isArray(element) && filter.matches(asDocument(element))
  }
}

/** A nested array counts as a document whose fields are its positions. */
function asDocument(array: readonly unknown[]): Document {
  return Object.fromEntries(array.map((value, index) => [fieldKey(String(index)), value]))
}

function someElement(test: ValueTest): ValueTest {
  return (value, details) => {
    if (!Array.isArray(value)) return false
    const position = value.findIndex((element) => test(element))
    if (position >= 0 && details) details.position = position
    return position >= 0
  }
}

function parseAll(path: string, operand: unknown, options: FilterOptions): Predicate {
  if (!Array.isArray(operand)) throw new ServerError('BadValue', '$all needs an array')
  if (operand.length === 0) return neverPredicate
  const [first] = operand as unknown[]
  const isElemMatch = isDocument(first) && Object.keys(first)[0] === '$elemMatch'
  return allPredicates(operand.map((value: unknown) => parseAllEntry({ path, isElemMatch, value }, options)))
}

interface AllEntry {
  path: string
  isElemMatch: boolean
  value: unknown
}

function parseAllEntry({ path, isElemMatch, value }: AllEntry, options: FilterOptions): Predicate {
  if (isElemMatch) {
    if (!isDocument(value) || Object.keys(value)[0] !== '$elemMatch') {
      throw new ServerError('BadValue', '$all/$elemMatch has to be consistent')
    }
    return parseElemMatch(path, value['$elemMatch'], options)
  }
  if (isOperators(value)) throw new ServerError('BadValue', 'no $ expressions in $all')
  return equalTo(value, options)
}
