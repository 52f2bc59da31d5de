import { ServerError } from '../errors.ts'
import { type Document, analyseFilter, compareValues, compileFilter, isDocument, toNumber } from '../semantics/index.ts'
import { idIndexOf, keyDocument, type Collection, type Direction, type Index } from '../storage/collection.ts'
import { fieldKeyOf } from '../storage/index-keys.ts'
import { after, prefix } from '../storage/numbers.ts'
import { bestOf, consider, sameCollation, type Context } from './candidates.ts'
import { isExact } from './exactness.ts'
import { isPlain, kindOf } from './kinds.ts'
import type { Plan, Question } from './plan.ts'
import { planUnion } from './union.ts'

/**
 * Chooses how to find the documents: the index with the longest prefix of equalities, then with a range, then one that gives the
 * order. Throws ServerError for a filter that is none and for a hint that names no index.
 */
export function choosePlan(collection: Collection, question: Question): Plan {
  const byId = planById(collection, question)
  if (byId) return byId
  const filter = compileFilter(question.filter, {
    ...(question.collation ? { collation: question.collation } : {}),
    ...(question.variables ? { variables: question.variables } : {}),
  })
  const bounds = analyseFilter(question.filter)
  const context: Context = { collection, question, bounds, sort: sortFields(question.sort) }
  const hinted = hintedIndex(collection, question.hint)
  if (hinted === 'natural') return { ...wholeCollection(context), filter }
  const best = hinted ? consider(context, hinted) : bestOf(context)
  if (!best) return { ...(planUnion(context) ?? wholeCollection(context)), filter }
  const exact = isExact(question.filter, best.index, best.exactFields)
  return { ...best.plan, filter: exact ? undefined : filter }
}

/** The commonest question has its own short way: one document by a plain `_id`. */
function planById(collection: Collection, { filter, hint, collation }: Question): Plan | undefined {
  const id = filter['_id']
  if (hint !== undefined || !isPlain(id)) return undefined
  for (const path in filter) if (path !== '_id') return undefined
  const index = idIndexOf(collection)
  if (kindOf(id) === 'string' && !sameCollation(index, collation)) return undefined
  const start = Buffer.concat([prefix(index.id), fieldKeyOf(index, id, 1).key])
  return {
    stage: 'IDHACK',
    index,
    ranges: [{ start, end: start }],
    reverse: false,
    sorted: true,
    merge: false,
    mergeFrom: [],
    filter: undefined,
    bounds: new Map([['_id', { eq: [id] }]]),
    examined: { keys: 0, documents: 0 },
  }
}

function sortFields(sort: Document | undefined): Context['sort'] {
  if (!sort) return undefined
  const fields: [string, Direction][] = []
  for (const [path, direction] of Object.entries(sort)) {
    const number = toNumber(direction)
    if (number !== 1 && number !== -1) return undefined
    fields.push([path, number])
  }
  return fields.length > 0 ? fields : undefined
}

function wholeCollection({ collection, question }: Context): Plan {
  const natural = toNumber(question.sort?.['$natural']) ?? toNumber(naturalHint(question.hint))
  const start = prefix(collection.id)
  return {
    ...{
      stage: 'COLLSCAN',
      ranges: [{ start, end: after(start) }],
      reverse: natural === -1,
      merge: false,
      mergeFrom: [],
    },
    ...{ sorted: question.sort?.['$natural'] !== undefined, filter: undefined, bounds: new Map() },
    examined: { keys: 0, documents: 0 },
  }
}

function naturalHint(hint: unknown): unknown {
  return isDocument(hint) ? hint['$natural'] : undefined
}

function hintedIndex(collection: Collection, hint: unknown): Index | 'natural' | undefined {
  if (hint === undefined || hint === null) return undefined
  if (naturalHint(hint) !== undefined) return 'natural'
  const wanted = isDocument(hint) ? hint : undefined
  if (wanted && Object.keys(wanted).length === 0) return undefined
  const found = collection.indexes.find(
    (index) => index.ready && (wanted ? sameKey(keyDocument(index), wanted) : index.name === hint),
  )
  if (found) return found
  const message =
    'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index'
  throw new ServerError('BadValue', message)
}

function sameKey(first: Document, second: Document): boolean {
  return compareValues(first, second) === 0
}
