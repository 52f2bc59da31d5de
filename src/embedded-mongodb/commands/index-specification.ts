import { ServerError } from '../errors.ts'
import { compileFilter, isDocument, parseCollation, toNumber, type Document } from '../semantics/index.ts'
import type { Collection, Direction, Index } from '../storage/collection.ts'
import { documentField, flag } from './command.ts'

export type NewIndex = Omit<Index, 'id' | 'multikey' | 'shortened' | 'ready' | 'builtTo'>

const kept = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'hidden',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
])
/** Taken and without effect, as in MongoDB 7. */
const passedOver = new Set(['v', 'background', 'ns', 'dropDups', 'safe', 'w', 'wtimeoutMS'])

/** Reads one of `createIndexes`' specifications. Throws ServerError for what is wrong or not supported. */
export function readIndex(specification: Document, collection: Collection | undefined): NewIndex {
  for (const field of Object.keys(specification)) {
    if (kept.has(field) || passedOver.has(field)) continue
    const message = `The field '${field}' is not valid for an index specification. Specification: ${JSON.stringify(specification)}`
    throw new ServerError('InvalidIndexSpecificationOption', message)
  }
  const key = readKey(specification['key'])
  const name = specification['name']
  if (typeof name !== 'string' || name === '') {
    throw new ServerError('FailedToParse', "The 'name' field is a required property of an index specification")
  }
  if (name === '*') throw new ServerError('BadValue', "The index name '*' is not valid.")
  const partial = documentField(specification, 'partialFilterExpression')
  if (partial) compileFilter(partial)
  if (partial && flag(specification, 'sparse')) {
    throw new ServerError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options')
  }
  const own = documentField(specification, 'collation') ?? (collection?.options['collation'] as Document | undefined)
  const collation = parseCollation(own)
  return {
    ...{ name, key, unique: flag(specification, 'unique'), sparse: flag(specification, 'sparse') },
    hidden: flag(specification, 'hidden'),
    ...(partial ? { partial } : {}),
    ...readExpiry(specification, key),
    ...(collation ? { collation } : {}),
  }
}

function readKey(value: unknown): Index['key'] {
  if (!isDocument(value) || Object.keys(value).length === 0) {
    throw new ServerError('CannotCreateIndex', 'Index keys cannot be empty.')
  }
  return Object.entries(value).map(([path, direction]) => {
    if (typeof direction === 'string') {
      const message = direction === 'text' ? 'text indexes are' : `index type '${direction}' is`
      throw new ServerError('CannotCreateIndex', `${message} not supported by this server`)
    }
    const number = toNumber(direction)
    if (number === undefined || number === 0 || Number.isNaN(number)) {
      throw new ServerError(
        'CannotCreateIndex',
        'Values in v:2 index key pattern cannot be of this type or zero. Only numbers > 0, numbers < 0, and strings are allowed.',
      )
    }
    checkPath(path)
    return [path, (number > 0 ? 1 : -1) satisfies Direction]
  })
}

function checkPath(path: string): void {
  if (path.split('.').some((part) => part === '')) {
    throw new ServerError('CannotCreateIndex', 'Index keys cannot be an empty field.')
  }
  if (path.includes('$**'))
    throw new ServerError('CannotCreateIndex', 'wildcard indexes are not supported by this server')
  if (path.split('.').some((part) => part.startsWith('$'))) {
    throw new ServerError('CannotCreateIndex', "Index key contains an illegal field name: field name starts with '$'.")
  }
}

function readExpiry(specification: Document, key: Index['key']): Pick<Index, 'expireAfterSeconds'> {
  const value = specification['expireAfterSeconds']
  if (value === undefined) return {}
  const seconds = toNumber(value)
  if (seconds === undefined || seconds < 0 || seconds > 2147483647) {
    const message =
      "TTL index 'expireAfterSeconds' option must be within an acceptable range, try a different number than"
    throw new ServerError('CannotCreateIndex', `${message} ${seconds ?? 'this'}.`)
  }
  if (key.length > 1)
    throw new ServerError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL.',
    )
  if (key[0]?.[0] === '_id')
    throw new ServerError(
      'CannotCreateIndex',
      "The field 'expireAfterSeconds' is not valid for an _id index specification.",
    )
  return { expireAfterSeconds: Math.trunc(seconds) }
}
