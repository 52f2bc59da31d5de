import { type Collation, type Document, compileProjection, encode } from '../semantics/index.ts'
import type { Collection } from '../storage/collection.ts'
import type { Environment } from '../storage/environment.ts'
import type { Plan } from './plan.ts'
import { documentOf, scan, type Row } from './scan.ts'
import { RowSorter } from './sort-rows.ts'

export interface FindOptions {
  filter: Document
  sort?: Document
  projection?: Document
  skip: number
  /** 0 for no limit. */
  limit: number
  collation: Collation | undefined
  /** Values of `$$name` in the projection's expressions. */
  variables?: Document | undefined
}

/** The plan's rows in the order that was asked for, from `skip` on, at most `limit`; `undefined` where others may get a turn. */
export function* orderedRows(
  source: { environment: Environment; collection: Collection; plan: Plan },
  options: Pick<FindOptions, 'sort' | 'skip' | 'limit' | 'collation'>,
): Generator<Row | undefined> {
  const limit = options.limit === 0 ? Infinity : options.limit
  const found = scan(source.environment, source.collection, source.plan)
  const needsSort = options.sort !== undefined && Object.keys(options.sort).length > 0 && !source.plan.sorted
  const rows = needsSort ? sortedRows(found, options.sort ?? {}, { ...options, limit: options.skip + limit }) : found
  let skip = options.skip
  let left = limit
  for (const row of rows) {
    if (!row) yield row
    else if (skip > 0) skip--
    else {
      yield row
      if (--left <= 0) return
    }
  }
}

/** The encoded documents of a find. Stored bytes are handed on as they are when there is no projection. */
export function* findRows(
  source: { environment: Environment; collection: Collection; plan: Plan },
  options: FindOptions,
): Generator<Buffer | undefined> {
  const project = projectionOf(options)
  for (const row of orderedRows(source, options)) {
    if (!row) yield undefined
    else yield project ? encode(project(documentOf(row))) : row.bytes
  }
}

/** What turns a found document into the one to give; undefined without a projection. Throws ServerError for a wrong projection. */
export function projectionOf(options: Pick<FindOptions, 'projection' | 'filter' | 'collation' | 'variables'>) {
  const { projection, filter, collation, variables } = options
  if (!projection || Object.keys(projection).length === 0) return undefined
  return compileProjection(projection, { filter, collation, variables })
}

function* sortedRows(
  found: Iterable<Row | undefined>,
  sort: Document,
  options: { collation: Collation | undefined; limit: number },
): Generator<Row | undefined> {
  const sorter = new RowSorter(sort, options)
  for (const row of found) {
    if (row) sorter.add(row)
    else yield row
  }
  yield* sorter.sorted()
}
