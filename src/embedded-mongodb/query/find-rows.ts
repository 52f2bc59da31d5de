import { type Collation, type Document, compileProjection, encode } from '../semantics/index.ts'
import { directRows } from './direct-rows.ts'
import { documentOf, scan, type Row, type Source } from './scan.ts'
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
  source: Source,
  options: Pick<FindOptions, 'sort' | 'skip' | 'limit' | 'collation'>,
): Generator<Row | undefined> {
  const limit = options.limit === 0 ? Infinity : options.limit
  const needsSort = isUnsorted(source, options)
  const wanted = needsSort ? Infinity : options.skip + limit
  const found = scan(source, wanted)
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

/** Whether the plan leaves the order that was asked for to be made. */
function isUnsorted({ plan }: Source, { sort }: Pick<FindOptions, 'sort'>): boolean {
  return sort !== undefined && !plan.sorted && Object.keys(sort).length > 0
}

/** The encoded documents of a find. Stored bytes are handed on as they are when there is no projection. */
export function findRows(source: Source, options: FindOptions): IterableIterator<Buffer | undefined> {
  const project = projectionOf(options)
  const direct = project || isUnsorted(source, options) ? undefined : directRows(source, options)
  return direct ? direct.values() : projectedRows(source, options, project)
}

function* projectedRows(
  source: Source,
  options: FindOptions,
  project: ReturnType<typeof projectionOf>,
): Generator<Buffer | undefined> {
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
