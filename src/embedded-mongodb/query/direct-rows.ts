import { idIndexOf } from '../storage/collection.ts'
import { readBytes } from '../storage/read-bytes.ts'
import { documentKey, recordOf } from '../storage/numbers.ts'
import { readKeys, type Source } from './scan.ts'

/** More documents than this are worth a scan that gives way to others. */
const most = 128
const largest = 1024 * 1024

/**
 * The documents of the commonest questions at once, without the steps of a scan: one stretch of an index of which every entry counts, and few
 * of them. Undefined for all other plans. The documents are those that a scan would give, in the same order.
 */
export function directRows(source: Source, wanted: { skip: number; limit: number }): Buffer[] | undefined {
  const { plan } = source
  const { limit, skip } = wanted
  const [range] = plan.ranges
  if (plan.filter || plan.ranges.length !== 1 || !range || plan.stage === 'COLLSCAN') return undefined
  if (plan.stage !== 'IDHACK' && (limit === 0 || skip + limit > most || plan.index?.multikey.some(Boolean))) {
    return undefined
  }
  const rows: Buffer[] = []
  let at = 0
  let size = 0
  for (const record of recordsOf(source, skip + limit)) {
    const bytes = readBytes(source.environment.documents, documentKey(source.collection.id, record))
    if (!bytes) continue
    if (at++ < skip) continue
    rows.push(bytes)
    if ((size += bytes.length) > largest) return undefined
  }
  return rows
}

function recordsOf({ environment, collection, plan }: Source, wanted: number): number[] {
  const [range] = plan.ranges
  if (!range) return []
  if (plan.stage === 'IDHACK') {
    const value = readBytes(environment.entries, range.start)
    return value ? [recordOf(value)] : []
  }
  const values = plan.index === idIndexOf(collection)
  const part = { start: range.start, end: range.end, size: wanted, isFirst: true }
  const entries = readKeys(environment.entries, part, { reverse: plan.reverse, values })
  return entries.map(({ key, value }) => recordOf(values ? value : key))
}
