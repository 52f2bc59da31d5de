import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { directRows } from '../../src/embedded-mongodb/query/direct-rows.ts'
import { orderedRows } from '../../src/embedded-mongodb/query/find-rows.ts'
import { choosePlan } from '../../src/embedded-mongodb/query/planner.ts'
import { encode, type Document } from '../../src/embedded-mongodb/semantics/index.ts'
import type { Index } from '../../src/embedded-mongodb/storage/collection.ts'
import { openEnvironment } from '../../src/embedded-mongodb/storage/environment.ts'
import { openStore, type Store } from '../../src/embedded-mongodb/storage/store.ts'

const ns = 'test.items'
const documents = Array.from({ length: 300 }, (_, n): Document => ({ _id: n, a: n % 7, b: n % 11, list: [n, n % 3] }))
const keys: Index['key'][] = [
  [
    ['a', 1],
    ['b', -1],
  ],
  [['list', 1]],
  [['b', 1]],
]

describe('the short way to a few documents', () => {
  let folder: string
  let store: Store

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'embedded-'))
    store = openStore(folder, openEnvironment(folder))
    await store.writer.run(() => {
      const collection = store.catalogue.create(ns, {})
      for (const key of keys) {
        collection.indexes.push({
          ...{ id: store.catalogue.number(), name: JSON.stringify(key), key, unique: false, sparse: false },
          ...{ hidden: false, multikey: key.map(() => false), shortened: false, ready: true, builtTo: 0 },
        })
      }
      for (const document of documents) store.records.insert(collection, document, encode(document))
    })
  })

  after(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('gives what a scan gives', async () => {
    const filters = fc.oneof(
      fc.record({ _id: fc.nat(320) }),
      fc.record({ a: fc.nat(8) }),
      fc.record({ a: fc.nat(8), b: fc.nat(12) }),
      fc.record({ b: fc.nat(12) }),
      fc.record({ list: fc.nat(10) }),
      fc.record({ a: fc.nat(8), b: fc.record({ $gt: fc.nat(12) }) }),
    )
    const sorts = fc.constantFrom<Document | undefined>(undefined, { b: -1 }, { b: 1 }, { a: 1, b: -1 })
    const asked = fc.record({ filter: filters, sort: sorts, skip: fc.nat(5), limit: fc.nat(60) })
    let direct = 0
    await store.writer.run(() => {
      fc.assert(
        fc.property(asked, ({ filter, sort, skip, limit }) => {
          const options = { ...(sort ? { sort } : {}), skip, limit, collation: undefined }
          const found = foundBy(store, filter, options)
          if (!found.direct) return
          direct++
          assert.deepEqual(found.direct, found.scanned)
        }),
        { numRuns: 500 },
      )
    })
    assert.ok(direct > 150, `only ${direct} of the questions took the short way`)
  })
})

type Options = Parameters<typeof orderedRows>[1]

function foundBy(
  store: Store,
  filter: Document,
  options: Options,
): { direct: Buffer[] | undefined; scanned: Buffer[] } {
  const collection = store.catalogue.get(ns)
  if (!collection) throw new Error('there is no collection')
  const plan = choosePlan(collection, { filter, ...(options.sort ? { sort: options.sort } : {}) })
  const source = { environment: store.environment, collection, plan }
  const scanned = [...orderedRows(source, options)].flatMap((row) => (row ? [row.bytes] : []))
  return { direct: options.sort && !plan.sorted ? undefined : directRows(source, options), scanned }
}
