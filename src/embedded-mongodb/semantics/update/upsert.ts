import { BSONRegExp } from 'bson'
import { ServerError } from '../../errors.ts'
import { isOperators } from '../filter/parse.ts'
import { parsePath } from '../paths.ts'
import { type Document, fieldName, isDocument } from '../values.ts'

/** The document that an upsert starts from: the fields that the filter says are equal to a value. */
export function equalityDocument(filter: Document): Document {
  const document: Document = {}
  const equalities = new Map<string, unknown>()
  collectEqualities(filter, equalities)
  for (const [path, value] of [...equalities].sort(([a], [b]) => (a < b ? -1 : 1))) setAt(document, path, value)
  return document
}

function collectEqualities(filter: Document, found: Map<string, unknown>): void {
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and' || (key === '$or' && Array.isArray(condition) && condition.length === 1)) {
      for (const branch of condition as unknown[]) if (isDocument(branch)) collectEqualities(branch, found)
    } else if (!key.startsWith('$')) {
      for (const value of equalTo(condition)) addEquality(found, fieldName(key), value)
    }
  }
}

/** The value that a field's condition fixes, as a list of none or one. */
function equalTo(condition: unknown): unknown[] {
  if (condition instanceof BSONRegExp) return []
  if (!isOperators(condition)) return [condition]
  const values: unknown[] = []
  if ('$eq' in condition) values.push(condition['$eq'])
  for (const operator of ['$in', '$all']) {
    const list = condition[operator]
    if (!Array.isArray(list) || list.length !== 1) continue
    const [only] = list as unknown[]
    if (!(only instanceof BSONRegExp) && !isOperators(only)) values.push(only)
  }
  return values
}

function addEquality(found: Map<string, unknown>, path: string, value: unknown): void {
  for (const other of found.keys()) {
    if (other === path) throw matchedTwice(path)
    if (other.startsWith(`${path}.`) || path.startsWith(`${other}.`)) {
      throw new ServerError(
        'NotSingleValueField',
        `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`,
      )
    }
  }
  found.set(path, value)
}

function matchedTwice(path: string): ServerError {
  return new ServerError('NotSingleValueField', `cannot infer query fields to set, path '${path}' is matched twice`)
}

function setAt(document: Document, path: string, value: unknown): void {
  const keys = parsePath(path).map((part) => part.key)
  const last = keys.pop()
  let target = document
  for (const key of keys) target = (target[key] ??= {}) as Document
  if (last !== undefined) target[last] = value
}
