import { decode, type Document } from '../semantics/index.ts'
import { idIndexOf, type Collection } from '../storage/collection.ts'
import type { Environment, Table } from '../storage/environment.ts'
import { readBytes } from '../storage/read-bytes.ts'
import { documentKey, prefixSize, recordOf } from '../storage/numbers.ts'
import type { KeyRange, Plan } from './plan.ts'

/** A document that was found. `document` is there when its filter needed it. */
export interface Row {
  record: number
  bytes: Buffer
  document: Document | undefined
}

/** A plan and what it is for. */
export interface Source {
  environment: Environment
  collection: Collection
  plan: Plan
}

/** Yielded in between, so that whoever reads can give way to others: a scan may look at many documents before it finds one. */
const pause = undefined

const pauseAfter = 64
const firstChunk = 32
const largestChunk = 1024

/**
 * Finds the plan's documents. It reads the tables in chunks and remembers where it was by key: it holds no snapshot, may be left and
 * continued at any time, also in another transaction, and never sees an entry twice. `wanted`: no more than so many will be asked for.
 */
export function* scan(source: Source, wanted = Infinity): Generator<Row | undefined> {
  const { environment, collection, plan } = source
  if (plan.stage === 'COLLSCAN') {
    yield* scanDocuments(environment, plan)
    return
  }
  const several = plan.branches !== undefined || (plan.index?.multikey.some(Boolean) ?? false)
  const seen = several ? new Set<number>() : undefined
  let since = 0
  for (const record of records(source, several || plan.filter ? Infinity : wanted)) {
    if (++since % pauseAfter === 0) yield pause
    if (seen?.has(record)) continue
    seen?.add(record)
    const bytes = readBytes(environment.documents, documentKey(collection.id, record))
    if (!bytes) continue
    plan.examined.documents++
    const row = passed(plan, record, bytes)
    if (row) yield row
  }
}

function* scanDocuments(environment: Environment, plan: Plan): Generator<Row | undefined> {
  let since = 0
  for (const range of plan.ranges) {
    for (const { key, value } of chunks(environment.documents, range, { reverse: plan.reverse, values: true })) {
      if (++since % pauseAfter === 0) yield pause
      plan.examined.documents++
      const row = passed(plan, recordOf(key), value)
      if (row) yield row
    }
  }
}

/** The records that the plan's index names, without looking at documents. */
export function* records(source: Source, wanted = Infinity): Generator<number> {
  const { environment, collection, plan } = source
  for (const branch of plan.branches ?? []) yield* records({ ...source, plan: branch })
  if (plan.stage === 'IDHACK') {
    for (const range of plan.ranges) {
      plan.examined.keys++
      const value = readBytes(environment.entries, range.start)
      if (value) yield recordOf(value)
    }
    return
  }
  const isId = plan.index === idIndexOf(collection)
  const options = { reverse: plan.reverse, values: isId, wanted }
  const entries = plan.merge
    ? merged(environment, plan, options)
    : plan.ranges.map((range) => chunks(environment.entries, range, options))
  for (const part of Array.isArray(entries) ? entries : [entries]) {
    for (const { key, value } of part) {
      plan.examined.keys++
      yield recordOf(isId ? value : key)
    }
  }
}

interface Entry {
  key: Buffer
  value: Buffer
}

interface ReadOptions {
  reverse: boolean
  values: boolean
  wanted?: number
}

/** Several ranges, each in order, as one in order: compared without the fields that are equal within each. */
function* merged(environment: Environment, plan: Plan, options: ReadOptions): Generator<Entry> {
  const sign = plan.reverse ? -1 : 1
  const heads: { entry: Entry; rest: Iterator<Entry>; from: number }[] = []
  for (const [index, range] of plan.ranges.entries()) {
    const rest = chunks(environment.entries, range, options)
    const first = rest.next()
    if (!first.done) heads.push({ entry: first.value, rest, from: plan.mergeFrom[index] ?? prefixSize })
  }
  const before = (a: (typeof heads)[number], b: (typeof heads)[number]): boolean =>
    a.entry.key.compare(b.entry.key, b.from, undefined, a.from) * sign < 0
  while (heads.length > 0) {
    let least = 0
    for (let at = 1; at < heads.length; at++) {
      const [head, other] = [heads[at], heads[least]]
      if (head && other && before(head, other)) least = at
    }
    const head = heads[least]
    if (!head) return
    yield head.entry
    const next = head.rest.next()
    if (next.done) heads.splice(least, 1)
    else head.entry = next.value
  }
}

const nothing = Buffer.alloc(0)

function* chunks(table: Table, range: KeyRange, options: ReadOptions): Generator<Entry> {
  let { start, end } = range
  let size = Math.min(firstChunk, options.wanted ?? firstChunk)
  let isFirst = true
  for (;;) {
    const entries = readKeys(table, { start, end, size, isFirst }, options)
    for (const entry of entries) yield entry
    const last = entries[entries.length - 1]
    if (!last || entries.length < size) return
    if (options.reverse) end = last.key
    else start = last.key
    isFirst = false
    size = Math.min(size * 4, largestChunk)
  }
}

/** The first entries of a stretch, at most `size`; `isFirst` when `start` itself belongs to it. */
export function readKeys(
  table: Table,
  part: KeyRange & { size: number; isFirst: boolean },
  { reverse, values }: ReadOptions,
): Entry[] {
  const limit = part.size
  const range = reverse
    ? { start: part.end, end: part.start, reverse: true, exclusiveStart: true, inclusiveEnd: true, limit }
    : { start: part.start, end: part.end, exclusiveStart: !part.isFirst, limit }
  const entries: Entry[] = []
  if (values) {
    for (const { key, value } of table.getRange(range)) entries.push({ key: toBuffer(key), value: toBuffer(value) })
  } else {
    for (const key of table.getKeys(range)) entries.push({ key: toBuffer(key), value: nothing })
  }
  return entries
}

function passed(plan: Plan, record: number, bytes: Buffer): Row | undefined {
  if (!plan.filter) return { record, bytes, document: undefined }
  const document = decode(bytes)
  return plan.filter.matches(document) ? { record, bytes, document } : undefined
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The row's document, decoded when it is first asked for. */
export function documentOf(row: Row): Document {
  return (row.document ??= decode(row.bytes))
}
