import type { Document } from '../values.ts'
import { type MatchDetails, PathMatcher, type ValueTest, parsePath } from '../paths.ts'

/** A compiled condition on a whole document. */
export interface DocumentTest {
  matches(doc: Document, details?: MatchDetails): boolean
}

/** A compiled condition on what stands at a path; inside `$elemMatch` it is asked about an element itself. */
export interface Predicate {
  onPath(path: string): DocumentTest
  onElement: ValueTest
}

/** A condition that holds when one value found at the path passes the test. */
export function valuePredicate(test: ValueTest, looksIntoLeaf = true): Predicate {
  return { onElement: test, onPath: (path) => new PathMatcher(parsePath(path), test, looksIntoLeaf) }
}

/** Holds when each predicate holds, which in an array may be for different elements: `{ a: { $gt: 1, $lt: 5 } }` finds `[0, 9]`. */
export function allPredicates(predicates: readonly Predicate[]): Predicate {
  const [only] = predicates
  if (only && predicates.length === 1) return only
  return {
    onElement: (value, details) => predicates.every((predicate) => predicate.onElement(value, details)),
    onPath: (path) => allOf(predicates.map((predicate) => predicate.onPath(path))),
  }
}

/** Negation says nothing about where in an array: a match under it has no position. */
export function notPredicate(predicate: Predicate): Predicate {
  return {
    onElement: (value) => !predicate.onElement(value),
    onPath: (path) => negated(predicate.onPath(path)),
  }
}

export const neverPredicate: Predicate = { onElement: () => false, onPath: () => ({ matches: () => false }) }

/** True for a document that passes every test; for any when there is none. */
export function allOf(tests: readonly DocumentTest[]): DocumentTest {
  const [first, second] = tests
  if (first && tests.length === 1) return first
  if (first && second && tests.length === 2) {
    return { matches: (doc, details) => first.matches(doc, details) && second.matches(doc, details) }
  }
  return { matches: (doc, details) => tests.every((test) => test.matches(doc, details)) }
}

/** True for a document that passes one test; those after it are not asked, so they leave no position in an array. */
export function anyOf(tests: readonly DocumentTest[]): DocumentTest {
  return { matches: (doc, details) => tests.some((test) => test.matches(doc, details)) }
}

/** True for a document that does not pass; leaves no position in an array behind. */
export function negated(test: DocumentTest): DocumentTest {
  return { matches: (doc) => !test.matches(doc) }
}
