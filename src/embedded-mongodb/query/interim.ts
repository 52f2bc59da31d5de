import { isDocument, valuesAt, compareValues, type Document } from '../semantics/index.ts'

export interface Limit {
  value: unknown
  inclusive: boolean
}
export interface Bounds {
  eq?: unknown[]
  lower?: Limit
  upper?: Limit
  exists?: boolean
}

export function analyseFilter(filter: Document): Map<string, Bounds> {
  const map = new Map<string, Bounds>()
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and') {
      for (const part of condition as Document[])
        for (const [p, b] of analyseFilter(part)) if (!map.has(p)) map.set(p, b)
      continue
    }
    if (path.startsWith('$')) continue
    if (!isDocument(condition) || !Object.keys(condition)[0]?.startsWith('$')) {
      if (isSimple(condition)) map.set(path, { eq: [condition] })
      continue
    }
    const b: Bounds = {}
    for (const [op, value] of Object.entries(condition)) {
      if (op === '$eq' && isSimple(value)) b.eq = [value]
      if (op === '$in' && (value as unknown[]).every(isSimple)) b.eq = value as unknown[]
      if (op === '$gt' || op === '$gte') b.lower = { value, inclusive: op === '$gte' }
      if (op === '$lt' || op === '$lte') b.upper = { value, inclusive: op === '$lte' }
      if (op === '$exists') b.exists = value === true
    }
    if (Object.keys(b).length > 0) map.set(path, b)
  }
  return map
}
function isSimple(v: unknown): boolean {
  return v !== null && !Array.isArray(v) && !isDocument(v) && (v as { _bsontype?: string })._bsontype !== 'BSONRegExp'
}
export function compileProjection(projection: Document, _options?: unknown): (document: Document) => Document {
  const keys = Object.keys(projection).filter((key) => key !== '_id')
  const including =
    keys.some((key) => projection[key] === 1 || projection[key] === true) ||
    (keys.length === 0 && projection['_id'] === 1)
  return (document) =>
    Object.fromEntries(
      Object.entries(document).filter(([key]) => {
        if (key === '_id') return projection['_id'] !== 0 && projection['_id'] !== false
        return including ? key in projection : !(key in projection)
      }),
    )
}
export function distinctValues(documents: Iterable<Document>, path: string): unknown[] {
  const all: unknown[] = []
  for (const d of documents)
    for (const v of valuesAt(d, path)) if (v !== undefined && !all.some((o) => compareValues(o, v) === 0)) all.push(v)
  return all
}
export function splitOutput(stages: Document[]): { pipeline: Document[]; output?: Document } {
  return { pipeline: stages }
}
export function runPipeline(
  stages: Document[],
  source: Iterable<Document> | AsyncIterable<Document>,
  _context?: { collection: (name: string) => unknown; memoryLimit: number },
): AsyncIterable<Document> | Iterable<Document> {
  if (stages.length === 1 && '$match' in (stages[0] ?? {})) return source
  throw new Error('not yet')
}
