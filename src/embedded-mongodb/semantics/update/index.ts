import { ServerError } from '../../errors.ts'
import { compareValues } from '../compare.ts'
import { describe } from '../describe.ts'
import { type Filter, compileFilter } from '../filter/index.ts'
import { identical } from '../identical.ts'
import { type Document, fieldName } from '../values.ts'
import { type ApplyContext, applyTree } from './apply.ts'
import { compileArrayFilters } from './array-filters.ts'
import { isOperatorUpdate, parseUpdate } from './parse.ts'
import { compilePipelineUpdate } from './pipeline.ts'
import type { Update, UpdateOptions } from './types.ts'
import { equalityDocument } from './upsert.ts'

export type { Update, UpdateOptions }

/**
 * Compiles an update: operators, a replacement document or a pipeline.
 * @throws ServerError as MongoDB for what is wrong with the update itself; applying it throws for what is wrong with a document
 */
export function compileUpdate(update: Document | Document[], options: UpdateOptions = {}): Update {
  if (Array.isArray(update)) {
    if (options.arrayFilters?.length) {
      throw new ServerError('FailedToParse', 'arrayFilters may not be specified for pipeline-syle updates')
    }
    return withFixedId(compilePipelineUpdate(update, options))
  }
  return isOperatorUpdate(update) ? compileOperators(update, options) : compileReplacement(update, options)
}

/** `compileUpdate` for one document. */
export function applyUpdate(doc: Document, update: Document | Document[], options: UpdateOptions = {}): Document {
  return compileUpdate(update, options).apply(doc)
}

/** The document that an upsert inserts; see `Update.insert`. */
export function documentForUpsert(
  filter: Document,
  update: Document | Document[],
  options: UpdateOptions = {},
): Document {
  return compileUpdate(update, options).insert(filter)
}

function compileOperators(update: Document, options: UpdateOptions): Update {
  const tree = parseUpdate(update)
  const { collation } = options
  const arrayFilters = compileArrayFilters(update, options.arrayFilters ?? [], collation)
  const filter = usesPosition(update) ? positionFilter(options) : undefined
  const apply = (doc: Document, isInsert: boolean): Document => {
    const position = isInsert ? undefined : filter?.position(doc)
    const context: ApplyContext = { original: doc, collation, isInsert, position, arrayFilters }
    const result = applyTree(tree, doc, context)
    if (doc['_id'] !== undefined && !identical(doc['_id'], result['_id'])) {
      throw new ServerError(
        'ImmutableField',
        `Performing an update on the path '_id' would modify the immutable field '_id'`,
      )
    }
    return result
  }
  return {
    apply: (doc) => apply(doc, false),
    insert: (found) => idFirst(apply(equalityDocument(found), true)),
  }
}

function usesPosition(update: Document): boolean {
  return Object.values(update).some((fields) =>
    Object.keys(fields as Document).some((path) => path.split('.').includes('$')),
  )
}

function positionFilter({ filter, collation, variables }: UpdateOptions): Filter | undefined {
  return filter && compileFilter(filter, { collation, variables })
}

function compileReplacement(replacement: Document, options: UpdateOptions): Update {
  if (options.arrayFilters?.length) {
    throw new ServerError('FailedToParse', 'arrayFilters may not be specified for replacement-style updates')
  }
  const dollar = Object.keys(replacement).find((key) => key.startsWith('$'))
  if (dollar !== undefined) {
    throw new ServerError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    )
  }
  const replace = (doc: Document): Document => {
    const id = replacement['_id'] ?? doc['_id']
    return id === undefined ? replacement : idFirst({ ...replacement, _id: id })
  }
  return withFixedId({
    apply: replace,
    insert: (filter) => {
      const { _id } = equalityDocument(onlyId(filter))
      return replace(_id === undefined ? {} : { _id })
    },
  })
}

/** Of a replacement's filter only `_id` matters to what is inserted. */
function onlyId(filter: Document): Document {
  const kept: Document = {}
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '_id') kept[key] = condition
    else if (key.startsWith('_id.')) {
      throw new ServerError('NotExactValueField', `cannot infer query fields to set, path '_id' is not an exact match`)
    } else if (key === '$and' && Array.isArray(condition)) kept[key] = (condition as Document[]).map(onlyId)
  }
  return kept
}

function withFixedId(update: Update): Update {
  const checked = (before: Document, after: Document): Document => {
    if (identical(before, after)) return before
    if (before['_id'] !== undefined && compareValues(before['_id'], after['_id']) !== 0) {
      throw new ServerError(
        'ImmutableField',
        `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${describe(after['_id'])}`,
      )
    }
    return idFirst(after)
  }
  return {
    apply: (doc) => checked(doc, update.apply(doc)),
    insert: (filter) => {
      const { _id } = equalityDocument(onlyIdOf(filter))
      return checked(_id === undefined ? {} : { _id }, update.insert(filter))
    },
  }
}

function onlyIdOf(filter: Document): Document {
  return filter['_id'] === undefined ? {} : { _id: filter['_id'] }
}

/** MongoDB stores `_id` as the first field. */
function idFirst(doc: Document): Document {
  const [first] = Object.keys(doc)
  if (doc['_id'] === undefined || (first !== undefined && fieldName(first) === '_id')) return doc
  const { _id, ...rest } = doc
  return { _id, ...rest }
}
