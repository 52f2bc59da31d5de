import type { Collation } from '../collation.ts'
import type { Document } from '../values.ts'

export interface UpdateOptions {
  /** The filter that found the document, from which the positional operator `$` takes its position. */
  readonly filter?: Document | undefined
  readonly arrayFilters?: readonly Document[] | undefined
  readonly collation?: Collation | undefined
  /** Values of `$$name` in a pipeline update: the command's `let`. */
  readonly variables?: Document | undefined
}

/** An update ready to be applied to many documents. */
export interface Update {
  /** A new document, or the same object when nothing changes; the argument is never changed. */
  apply(doc: Document): Document
  /** The document that an upsert inserts when the filter matches none; without `_id` when neither gives one. */
  insert(filter: Document): Document
}
