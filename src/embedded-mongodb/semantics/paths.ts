import { type Document, bsonUndefined, fieldKey, fieldName, isDigits, isDocument } from './values.ts'

/** One component of a dotted path: the field it names and the position in an array that it may mean instead. */
export interface PathPart {
  /** The key of the field in a decoded document. */
  readonly key: string
  /** The array position, or -1 when the component is no canonical number. */
  readonly index: number
}

export type Path = readonly PathPart[]

/** The components of a dotted path, which may be a field's name as decoded (see values.ts). */
export function parsePath(path: string): Path {
  return fieldName(path)
    .split('.')
    .map((name) => ({ key: fieldKey(name), index: arrayIndex(name) }))
}

function arrayIndex(name: string): number {
  if (!isDigits(name) || name.length > 9) return -1
  return name.length > 1 && name.startsWith('0') ? -1 : Number(name)
}

/**
 * The values that an index on `path` holds for a document, as MongoDB extracts them: the elements of an array instead of
 * the array (one level), BSON undefined for an empty array, null for a missing field.
 */
export function valuesAt(doc: Document, path: string | Path): unknown[] {
  const values: unknown[] = []
  collect(doc, typeof path === 'string' ? parsePath(path) : path, values)
  return values.length > 0 ? values : [null]
}

/** True when the path leads to no value at all in the document, so that a sparse index leaves it out. */
export function isMissingAt(doc: Document, path: string | Path): boolean {
  return !reaches(doc, typeof path === 'string' ? parsePath(path) : path, 0)
}

function collect(doc: Document, path: Path, values: unknown[]): void {
  let current: unknown = doc
  for (let i = 0; i < path.length; i++) {
    if (Array.isArray(current)) {
      collectFromArray(current, path.slice(i), values)
      return
    }
    if (!isDocument(current)) {
      values.push(null)
      return
    }
    current = current[path[i]?.key ?? '']
  }
  addLeaf(current, values)
}

function addLeaf(value: unknown, values: unknown[]): void {
  if (!Array.isArray(value)) values.push(value === undefined ? null : value)
  else if (value.length === 0) values.push(bsonUndefined)
  else for (const element of value as unknown[]) values.push(element)
}

function collectFromArray(array: unknown[], path: Path, values: unknown[]): void {
  const [part, ...rest] = path
  if (array.length === 0 || !part) {
    values.push(null)
    return
  }
  // A number means the position when the array has it, unless a document inside has a field of that name.
  const isPosition = part.index >= 0 && part.index < array.length
  if (isPosition) collectElement(array[part.index], rest, values)
  for (const element of array) {
    if (isDocument(element) && (!isPosition || part.key in element)) collect(element, path, values)
    else if (!isPosition) values.push(null)
  }
}

function collectElement(element: unknown, rest: Path, values: unknown[]): void {
  if (rest.length === 0) addLeaf(element, values)
  else if (isDocument(element)) collect(element, rest, values)
  else if (Array.isArray(element)) collectFromArray(element, rest, values)
  else values.push(null)
}

function reaches(value: unknown, path: Path, at: number): boolean {
  const part = path[at]
  if (!part) return value !== undefined
  if (Array.isArray(value)) {
    const elements = value as unknown[]
    if (part.index >= 0 && reaches(elements[part.index], path, at + 1)) return true
    return elements.some((element) => isDocument(element) && reaches(element, path, at))
  }
  return isDocument(value) && reaches(value[part.key], path, at + 1)
}

/** Where a filter's match lay in an array: what the positional operator `$` stands for. */
export interface MatchDetails {
  position?: number
}

/** Decides about one value found at a path; undefined stands for a missing one. */
export type ValueTest = (value: unknown, details?: MatchDetails) => boolean

/** Looks for a value at a path of a document that passes a test. */
export class PathMatcher {
  private readonly path: Path
  private readonly test: ValueTest
  private readonly looksIntoLeaf: boolean

  /** @param looksIntoLeaf false when an array at the end of the path is tested as a whole only */
  constructor(path: Path, test: ValueTest, looksIntoLeaf: boolean) {
    this.path = path
    this.test = test
    this.looksIntoLeaf = looksIntoLeaf
  }

  /**
   * True when a value that MongoDB finds at the path passes the test. Arrays on the way are looked into (their documents,
   * and the element that a numeric component names), nested arrays only through a numeric component.
   */
  matches(doc: Document, details?: MatchDetails): boolean {
    return this.matchFrom(doc, 0, details)
  }

  private matchFrom(doc: unknown, from: number, details: MatchDetails | undefined): boolean {
    const { path } = this
    let current: unknown = doc
    for (let i = from; i < path.length; i++) {
      if (typeof current !== 'object' || current === null) return this.test(undefined, details)
      if (Array.isArray(current)) return this.matchInArray(current, i, details)
      if (i > from && !isDocument(current)) return this.test(undefined, details)
      current = (current as Document)[path[i]?.key ?? '']
    }
    return this.looksIntoLeaf && Array.isArray(current)
      ? this.matchLeafArray(current, details)
      : this.test(current, details)
  }

  private matchLeafArray(array: unknown[], details: MatchDetails | undefined): boolean {
    for (let i = 0; i < array.length; i++) {
      if (!this.test(array[i], details)) continue
      if (details) details.position = i
      return true
    }
    return this.test(array, details)
  }

  private matchInArray(array: unknown[], from: number, details: MatchDetails | undefined): boolean {
    const index = this.path[from]?.index
    for (let i = 0; i < array.length; i++) {
      const element = array[i]
      if (isDocument(element) && this.matchFrom(element, from, details)) {
        if (details) details.position = i
        return true
      }
      if (index === i && this.matchElement(element, { from, position: i }, details)) return true
    }
    return false
  }

  private matchElement(element: unknown, at: { from: number; position: number }, details?: MatchDetails): boolean {
    if (at.from === this.path.length - 1) {
      if (!this.test(element, details)) return false
      if (details) details.position = at.position
      return true
    }
    if (Array.isArray(element)) return this.matchInArray(element, at.from + 1, details)
    return isDocument(element) && this.matchFrom(element, at.from + 1, details)
  }
}
