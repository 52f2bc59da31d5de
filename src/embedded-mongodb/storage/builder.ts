import { ServerError } from '../errors.ts'
import { Pace } from '../query/pace.ts'
import { decode } from '../semantics/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Collection, Index } from './collection.ts'
import type { Environment } from './environment.ts'
import { after, documentKey, prefix, recordOf } from './numbers.ts'
import type { Records } from './records.ts'
import type { Writer } from './writer.ts'

const portion = 200

/**
 * Builds indexes on documents that are stored already, a portion in each write job, so that others read and write meanwhile. How far it
 * has come is written with each portion: after a crash it goes on from there.
 */
export class Builder {
  private readonly environment: Environment
  private readonly catalogue: Catalogue
  private readonly records: Records
  private readonly writer: Writer
  private readonly running = new Map<number, Promise<void>>()
  private stopped = false

  constructor(parts: { environment: Environment; catalogue: Catalogue; records: Records; writer: Writer }) {
    this.environment = parts.environment
    this.catalogue = parts.catalogue
    this.records = parts.records
    this.writer = parts.writer
  }

  /**
   * Resolves when the indexes are ready. Throws ServerError when documents do not allow one of them (DuplicateKey,
   * CannotIndexParallelArrays): then none of them stays.
   */
  async build(ns: string, indexes: Index[]): Promise<void> {
    try {
      for (const { id } of indexes) await this.buildOne(ns, id)
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      const ids = new Set(indexes.map(({ id }) => id))
      await this.writer.run(() => {
        const collection = this.catalogue.get(ns)
        for (const index of collection?.indexes ?? []) {
          if (collection && ids.has(index.id)) this.catalogue.dropIndex(collection, index)
        }
      })
      throw error
    }
  }

  /** Goes on with what the last server did not finish. */
  resume(): void {
    for (const collection of this.catalogue.all()) {
      const unfinished = collection.indexes.filter((index) => !index.ready)
      // One that the documents do not allow is dropped; whoever asked for it has gone with the last server.
      if (unfinished.length > 0) void this.build(collection.ns, unfinished).catch(() => undefined)
    }
  }

  stop(): void {
    this.stopped = true
  }

  private buildOne(ns: string, id: number): Promise<void> {
    let build = this.running.get(id)
    if (!build) {
      build = this.buildPortions(ns, id).finally(() => this.running.delete(id))
      this.running.set(id, build)
    }
    return build
  }

  private async buildPortions(ns: string, id: number): Promise<void> {
    for (let isReady = false; !isReady;) {
      if (this.stopped) throw new Error('the server stops')
      isReady = await this.writer.run(() => {
        const collection = this.catalogue.get(ns)
        const index = collection?.indexes.find((other) => other.id === id)
        if (!collection || !index)
          throw new ServerError('IndexNotFound', `the index on ${ns} was dropped while it was built`)
        return this.buildPortion(collection, index)
      })
    }
  }

  private buildPortion(collection: Collection, index: Index): boolean {
    if (index.ready) return true
    const pace = new Pace()
    const range = {
      start: documentKey(collection.id, index.builtTo),
      end: after(prefix(collection.id)),
      limit: portion,
    }
    let read = 0
    for (const { key, value } of this.environment.documents.getRange(range)) {
      const record = recordOf(key)
      this.records.addTo({ collection, index, record }, decode(value))
      index.builtTo = record + 1
      read++
      if (pace.isOver()) break
    }
    index.ready = read < portion && !pace.isOver()
    this.catalogue.save(collection)
    return index.ready
  }
}
