import { ServerError } from '../errors.ts'
import type { Collation } from './collation.ts'
import { compareValues } from './compare.ts'
import { type Path, parsePath, valuesAt } from './paths.ts'
import { type Document, bsonUndefined, fieldName, isDocument, isNumeric, toNumber } from './values.ts'

interface SortPart {
  readonly path: Path
  readonly direction: 1 | -1
}

/**
 * Compares documents by a sort specification: a missing field counts as null, an array by its lowest element when
 * ascending and by its highest when descending.
 * @throws ServerError as MongoDB for an empty specification or a direction that is not 1 or -1
 */
export function compileSort(sort: Document, collation?: Collation): (a: Document, b: Document) => number {
  const parts = sortParts(sort)
  return (a, b) => {
    for (const part of parts) {
      const order = compareValues(sortValue(a, part, collation), sortValue(b, part, collation), collation)
      if (order !== 0) return order * part.direction
    }
    return 0
  }
}

/** The values by which a document is sorted, so that each is looked up once; compare them with `compareSortValues`. */
export function sortValues(sort: Document, collation?: Collation): (doc: Document) => unknown[] {
  const parts = sortParts(sort)
  return (doc) => parts.map((part) => sortValue(doc, part, collation))
}

/** Compares what `sortValues` gave for two documents. */
export function compareSortValues(sort: Document, collation?: Collation): (a: unknown[], b: unknown[]) => number {
  const directions = sortParts(sort).map((part) => part.direction)
  return (a, b) => {
    for (let i = 0; i < directions.length; i++) {
      const order = compareValues(a[i], b[i], collation)
      if (order !== 0) return order * (directions[i] ?? 1)
    }
    return 0
  }
}

function sortParts(sort: Document): SortPart[] {
  return Object.entries(sort).map(([key, value]) => {
    const name = fieldName(key)
    checkPath(name)
    return { path: parsePath(name), direction: direction(name, value) }
  })
}

function checkPath(name: string): void {
  if (name === '') throw new ServerError('Location15998', 'FieldPath cannot be constructed with empty string')
  if (name.endsWith('.')) throw new ServerError('Location40353', "FieldPath must not end with a '.'.")
  if (name.startsWith('.') || name.includes('..')) {
    throw new ServerError('Location15998', 'FieldPath field names may not be empty strings.')
  }
  if (name.startsWith('$')) {
    throw new ServerError(
      'Location16410',
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    )
  }
}

function direction(name: string, value: unknown): 1 | -1 {
  if (isDocument(value)) {
    if (value['$meta'] === 'textScore')
      throw new ServerError('Location40218', 'query requires text score metadata, but it is not available')
    throw new ServerError('Location15974', `Illegal key in $sort specification: ${name}: [object]`)
  }
  if (!isNumeric(value))
    throw new ServerError('Location15974', `Illegal key in $sort specification: ${name}: ${String(value)}`)
  const number = toNumber(value)
  if (number !== 1 && number !== -1) {
    throw new ServerError('Location15975', '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
  }
  return number
}

function sortValue(doc: Document, { path, direction }: SortPart, collation?: Collation): unknown {
  const [only] = path
  if (only && path.length === 1) {
    const value = doc[only.key]
    if (value === undefined) return null
    if (!Array.isArray(value)) return value
  }
  const values = valuesAt(doc, path)
  let chosen = values[0]
  for (let i = 1; i < values.length; i++) {
    if (compareValues(values[i], chosen, collation) * direction < 0) chosen = values[i]
  }
  return chosen === undefined ? bsonUndefined : chosen
}
