import { type Bounds } from '../semantics/index.ts'
import { idIndexOf, type Collection, type Direction, type Index } from '../storage/collection.ts'
import { fieldKeyOf } from '../storage/index-keys.ts'
import { after, prefix } from '../storage/numbers.ts'
import { fieldRanges, isRange, type FieldRange } from './field-bounds.ts'
import { isPlain, kindOf } from './kinds.ts'
import { impliesPartial } from './partial.ts'
import type { KeyRange, Plan, Question } from './plan.ts'

/** More combinations of `$in` values than this are not worth so many ranges: the fields that follow are filtered instead. */
const mostRanges = 1000

/** What was asked for, with what is known of its fields. */
export interface Context {
  collection: Collection
  question: Question
  bounds: Map<string, Bounds>
  sort: [path: string, direction: Direction][] | undefined
}

export interface Candidate {
  index: Index
  score: number
  plan: Plan
  /** Fields whose bounds the ranges express in full. */
  exactFields: Set<string>
}

/** The index that serves best, if one serves at all. */
export function bestOf(context: Context): Candidate | undefined {
  let best: Candidate | undefined
  for (const index of context.collection.indexes) {
    if (!mayUse(context, index)) continue
    const candidate = consider(context, index)
    if (candidate.score > 0 && (!best || candidate.score > best.score)) best = candidate
  }
  return best
}

/** Whether an index holds an entry for every document that can match, under the same comparison of texts. */
function mayUse({ question, bounds }: Context, index: Index): boolean {
  if (!index.ready || index.hidden) return false
  if (question.sort?.['$natural'] !== undefined) return false
  if (index.partial && !impliesPartial(bounds, index.partial)) return false
  if (index.sparse && !index.key.some(([path]) => bounds.get(path)?.exists)) return false
  return (
    sameCollation(index, question.collation) ||
    index.key.every(([path]) => !bounds.has(path) || isBeyondCollation(bounds.get(path)))
  )
}

/** Values that no collation compares differently. */
function isBeyondCollation(bounds: Bounds | undefined): boolean {
  const values = [...(bounds?.eq ?? []), bounds?.lower?.value, bounds?.upper?.value].filter(
    (value) => value !== undefined,
  )
  return values.every((value) => isPlain(value) && kindOf(value) !== 'string')
}

/** What an index makes of the question. */
export function consider(context: Context, index: Index): Candidate {
  const { bounds } = context
  const used = new Map<string, Bounds>()
  const exactFields = new Set<string>()
  let prefixes: Buffer[] = [prefix(index.id)]
  let field = 0
  let score = 0
  for (; field < index.key.length; field++) {
    const [path, direction] = index.key[field] ?? ['', 1]
    const values = bounds.get(path)?.eq
    if (!values || prefixes.length * values.length > mostRanges) break
    const parts = distinct(values.map((value) => fieldKeyOf(index, value, direction).key))
    prefixes = prefixes.flatMap((start) => parts.map((part) => Buffer.concat([start, part])))
    used.set(path, { eq: values })
    exactFields.add(path)
    score += 10
  }
  const order = sortedBy(context, index, field)
  const [path] = index.key[field] ?? []
  const limits = path === undefined ? undefined : bounds.get(path)
  const narrowed = isRange(index, limits)
  const parts = narrowed ? fieldRanges(index, field, limits) : [{ start: undefined, end: undefined }]
  const ranges = prefixes.flatMap((start) => parts.map((part) => rangeOf(start, part)))
  if (narrowed && path !== undefined) used.set(path, limits)
  if (narrowed) score += 5
  const isFullUnique = index.unique && field === index.key.length
  score += (order ? 8 : 0) + (isFullUnique ? 100 : 0)
  // Reading a whole index costs more than reading the collection, unless it saves the sort.
  if (field === 0 && !narrowed && !order) score = 0
  const merge = order !== undefined && ranges.length > 1
  const plan: Plan = {
    stage: index === idIndexOf(context.collection) && isFullUnique ? 'IDHACK' : 'IXSCAN',
    index,
    merge,
    ranges: order?.reverse && !merge ? ranges.reverse() : ranges,
    reverse: order?.reverse ?? false,
    sorted: order !== undefined,
    filter: undefined,
    bounds: used,
    mergeFrom: prefixes.flatMap((start) => parts.map(() => start.length)),
    examined: { keys: 0, documents: 0 },
  }
  return { index, score, plan, exactFields }
}

/** In the order of the keys, each once. */
function distinct(parts: Buffer[]): Buffer[] {
  if (parts.length < 2) return parts
  return parts.sort((a, b) => a.compare(b)).filter((part, at) => at === 0 || !part.equals(parts[at - 1] ?? part))
}

function rangeOf(prefix: Buffer, part: FieldRange): KeyRange {
  return {
    start: part.start ? Buffer.concat([prefix, part.start]) : prefix,
    end: part.end ? Buffer.concat([prefix, part.end]) : after(prefix),
  }
}

/** Whether the entries, from field number `field` on, come in the order that was asked for; read backwards when `reverse`. */
function sortedBy(context: Context, index: Index, field: number): { reverse: boolean } | undefined {
  const { sort, bounds, question } = context
  if (!sort || index.shortened) return undefined
  if (!sameCollation(index, question.collation)) return undefined
  const isConstant = (path: string): boolean =>
    index.key.slice(0, field).some(([fixed], at) => fixed === path && !index.multikey[at]) &&
    bounds.get(path)?.eq?.length === 1
  let at = field
  let reverse: boolean | undefined
  for (const [path, direction] of sort) {
    if (isConstant(path)) continue
    const key = index.key[at]
    if (key?.[0] !== path || index.multikey[at]) return undefined
    const backwards = key[1] !== direction
    if (reverse !== undefined && reverse !== backwards) return undefined
    reverse = backwards
    at++
  }
  return { reverse: reverse ?? false }
}
/** Whether an index compares texts as the question does. */
export function sameCollation(index: Index, collation: Question['collation']): boolean {
  if (!index.collation || !collation) return index.collation === collation
  return JSON.stringify(index.collation.spec) === JSON.stringify(collation.spec)
}
