import { orderedRows } from '../query/find-rows.ts'
import type { Pace } from '../query/pace.ts'
import type { Question } from '../query/plan.ts'
import { choosePlan } from '../query/planner.ts'
import { documentOf, type Row } from '../query/scan.ts'
import { compileFilter, decode, type Document } from '../semantics/index.ts'
import type { Collection } from '../storage/collection.ts'
import type { Store } from '../storage/store.ts'

/** A document that a write is about to change, as it is in the transaction that changes it. */
export interface Match {
  collection: Collection
  record: number
  bytes: Buffer
  document: Document
}

/** Finds the documents of a write, over as many write jobs as it takes. */
export class Matches {
  private readonly store: Store
  private readonly ns: string
  private readonly question: Question
  private readonly multi: boolean
  private readonly seen = new Set<number>()
  private collection: Collection | undefined
  private rows: Iterator<Row | undefined> | undefined

  constructor(store: Store, ns: string, asked: { question: Question; multi: boolean }) {
    this.store = store
    this.ns = ns
    this.question = asked.question
    this.multi = asked.multi
  }

  /** The next document; 'later' when the step has had its time; undefined when there are no more. */
  next(pace: Pace): Match | 'later' | undefined {
    for (;;) {
      const collection = this.store.catalogue.get(this.ns)
      if (!collection || (this.collection && collection !== this.collection)) return undefined
      this.rows ??= this.begin(collection)
      const next = this.rows.next()
      if (next.done) return undefined
      if (!next.value) {
        if (pace.isOver()) return 'later'
        continue
      }
      const match = this.current(collection, next.value)
      if (match) return match
      // What was best has changed since it was found: only a new search can tell what is best now.
      if (!this.multi) this.rows = undefined
    }
  }

  private begin(collection: Collection): Iterator<Row | undefined> {
    this.collection = collection
    const { environment } = this.store
    const plan = choosePlan(collection, this.question)
    const { sort, collation } = this.question
    const order = { ...(sort ? { sort } : {}), skip: 0, limit: this.multi ? 0 : 1, collation }
    return orderedRows({ environment, collection, plan }, order)
  }

  /** The row as it is now: a chunk that was read in an earlier transaction may be out of date. */
  private current(collection: Collection, row: Row): Match | undefined {
    if (this.seen.has(row.record)) return undefined
    const bytes = this.store.records.read(collection, row.record)
    if (!bytes) return undefined
    if (this.multi) this.seen.add(row.record)
    const same = { collection, record: row.record, bytes }
    if (bytes.equals(row.bytes)) return { ...same, document: documentOf(row) }
    const document = decode(bytes)
    return this.filter().matches(document) ? { ...same, document } : undefined
  }

  private filter() {
    const { collation, variables } = this.question
    return compileFilter(this.question.filter, {
      ...(collation ? { collation } : {}),
      ...(variables ? { variables } : {}),
    })
  }
}
