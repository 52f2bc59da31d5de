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

/** True when an array lies on the path, so that an index on it becomes multikey. */
export function hasArrayAt(doc: Document, path: string | Path): boolean {
  let current: unknown = doc
  for (const part of typeof path === 'string' ? parsePath(path) : path) {
    if (!isDocument(current)) return Array.isArray(current)
    current = current[part.key]
  }
  return Array.isArray(current)
}

function collect(doc: Document, path: Path, values: unknown[]): void {
  let current: unknown = doc
  for (let i = 0; i < path.length; i++) {
    if (Array.isArray(current)) return collectFromArray(current, path.slice(i), values)
    if (!isDocument(current)) {
      values.push(null)
      return
    }
    current = current[(path[i] as PathPart).key]
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
  array.forEach((element, position) => {
    if (isDocument(element)) collect(element, path, values)
    else values.push(null)
    if (part.index !== position) return
    if (rest.length === 0) addLeaf(element, values)
    else if (isDocument(element)) collect(element, rest, values)
    else if (Array.isArray(element)) collectFromArray(element, rest, values)
  })
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

export interface PathTest {
  readonly path: Path
  readonly test: ValueTest
  /** True when an array at the end of the path is also looked into. */
  readonly looksIntoLeaf: boolean
}

/**
 * True when a value that MongoDB finds at the path passes the test. Arrays on the way are looked into (their documents,
 * and the element that a numeric component names), nested arrays only through a numeric component.
 */
export function someValueAt(doc: Document, at: PathTest, details?: MatchDetails): boolean {
  return matchFrom(doc, 0, { ...at, details })
}

interface Walk extends PathTest {
  readonly details: MatchDetails | undefined
}

function matchFrom(doc: unknown, from: number, walk: Walk): boolean {
  const { path } = walk
  let current: unknown = doc
  for (let i = from; i < path.length; i++) {
    if (Array.isArray(current)) return matchInArray(current, i, walk)
    if (!isDocument(current)) return walk.test(undefined, walk.details)
    current = current[(path[i] as PathPart).key]
  }
  return Array.isArray(current) && walk.looksIntoLeaf ? matchLeafArray(current, walk) : walk.test(current, walk.details)
}

function matchLeafArray(array: unknown[], { test, details }: Walk): boolean {
  for (let i = 0; i < array.length; i++) {
    if (!test(array[i], details)) continue
    if (details) details.position = i
    return true
  }
  return test(array, details)
}

function matchInArray(array: unknown[], from: number, walk: Walk): boolean {
  const { index } = walk.path[from] as PathPart
  for (let i = 0; i < array.length; i++) {
    const element = array[i]
    if (isDocument(element) && matchFrom(element, from, walk)) {
      if (walk.details) walk.details.position = i
      return true
    }
    if (index === i && matchElement(element, { from, position: i }, walk)) return true
  }
  return false
}

function matchElement(element: unknown, at: { from: number; position: number }, walk: Walk): boolean {
  if (at.from === walk.path.length - 1) {
    if (!walk.test(element, walk.details)) return false
    if (walk.details) walk.details.position = at.position
    return true
  }
  if (Array.isArray(element)) return matchInArray(element, at.from + 1, walk)
  return isDocument(element) && matchFrom(element, at.from + 1, walk)
}
