import { decode } from '../semantics/index.ts'
import { Pace } from '../query/pace.ts'
import type { Collection, Index } from './collection.ts'
import { fieldKeyOf } from './index-keys.ts'
import { prefix, recordOf } from './numbers.ts'
import type { Store } from './store.ts'

const portion = 500
const earliest = new Date(-8_640_000_000_000_000)

/** Deletes the documents whose time in a TTL index has come. Returns how many. */
export async function deleteExpired(store: Store, now: Date): Promise<number> {
  let deleted = 0
  for (const collection of [...store.catalogue.all()]) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined || !index.ready) continue
      const limit = new Date(now.getTime() - index.expireAfterSeconds * 1000)
      for (let found = portion; found > 0; deleted += found) {
        found = await store.writer.run(() => deletePortion(store, { ns: collection.ns, id: index.id }, limit))
      }
    }
  }
  return deleted
}

/** The first entries of the index from the beginning of time to `limit`: as arrays have one for each element, the earliest counts. */
function deletePortion(store: Store, place: { ns: string; id: number }, limit: Date): number {
  const collection = store.catalogue.get(place.ns)
  const index = collection?.indexes.find(({ id }) => id === place.id)
  if (!collection || !index) return 0
  const pace = new Pace()
  const keys = [...store.environment.entries.getKeys({ ...dateRange(index, limit), limit: portion })]
  let deleted = 0
  for (const key of keys) {
    if (removeRecord(store, collection, recordOf(key))) deleted++
    if (pace.isOver()) break
  }
  return deleted
}

function dateRange(index: Index, limit: Date): { start: Buffer; end: Buffer } {
  const direction = index.key[0]?.[1] ?? 1
  const [from, to] = direction === 1 ? [earliest, limit] : [limit, earliest]
  const bytes = (date: Date): Buffer => Buffer.concat([prefix(index.id), fieldKeyOf(index, date, direction).key])
  return { start: bytes(from), end: Buffer.concat([bytes(to), Buffer.alloc(8, 0xff)]) }
}

function removeRecord(store: Store, collection: Collection, record: number): boolean {
  const bytes = store.records.read(collection, record)
  if (!bytes) return false
  store.records.remove(collection, { record, bytes, document: decode(bytes) })
  return true
}
