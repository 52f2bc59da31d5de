import type { MatchDetails } from '../paths.ts'
import type { Document } from '../values.ts'
import type { FilterOptions } from './options.ts'
import { parseFilter } from './parse.ts'

/** A compiled filter. */
export interface Filter {
  matches(doc: Document): boolean
  /** The position in an array that the positional operator `$` stands for in a document that matches; undefined for none. */
  position(doc: Document): number | undefined
}

/**
 * Compiles a filter with the semantics of MongoDB's find.
 * @throws ServerError as MongoDB for unknown operators and wrong operands
 */
export function compileFilter(filter: Document, options: FilterOptions = {}): Filter {
  const test = parseFilter(filter, options)
  return {
    matches: (doc) => test.matches(doc),
    position: (doc) => {
      const details: MatchDetails = {}
      test.matches(doc, details)
      return details.position
    },
  }
}
