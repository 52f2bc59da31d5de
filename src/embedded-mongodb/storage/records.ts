import { ServerError } from '../errors.ts'
import { compileFilter, describe, valuesAt, type Document, type Filter } from '../semantics/index.ts'
import type { Catalogue } from './catalogue.ts'
import { keyDocument, type Collection, type Index } from './collection.ts'
import type { Environment } from './environment.ts'
import { fieldKeyOf, keysOf, type IndexKeys } from './index-keys.ts'
import { readBytes } from './read-bytes.ts'
import { after, documentKey, prefix, recordBytes, recordOf, recordSize } from './numbers.ts'

/** A stored document: its record's number and its bytes. */
export interface Stored {
  record: number
  bytes: Buffer
}

const nothing = Buffer.alloc(0)

/**
 * Documents with the entries of all indexes. Every change checks first (unique indexes, parallel arrays) and writes then, so
 * that a refused one leaves nothing behind. Changes are made inside write jobs.
 */
export class Records {
  private readonly environment: Environment
  private readonly catalogue: Catalogue
  private readonly partials = new WeakMap<Index, Filter>()

  constructor(environment: Environment, catalogue: Catalogue) {
    this.environment = environment
    this.catalogue = catalogue
  }

  read(collection: Collection, record: number): Buffer | undefined {
    return readBytes(this.environment.documents, documentKey(collection.id, record))
  }

  /** Throws ServerError DuplicateKey, CannotIndexParallelArrays. */
  insert(collection: Collection, document: Document, bytes: Buffer): number {
    const record = collection.nextRecord
    const planned = collection.indexes.map((index) => ({ index, ...this.keys(index, document) }))
    for (const { index, keys } of planned) this.checkUnique({ index, collection, record }, keys, document)
    collection.nextRecord++
    this.environment.put('documents', documentKey(collection.id, record), bytes)
    for (const { index, keys } of planned) for (const key of keys) this.putEntry(index, key, record)
    for (const plan of planned) this.noteMultikey(collection, plan.index, plan)
    this.catalogue.count(collection, 1, bytes.length)
    return record
  }

  /** Throws ServerError DuplicateKey, CannotIndexParallelArrays. `_id` is the same in both. */
  replace(
    collection: Collection,
    old: Stored & { document: Document },
    next: { document: Document; bytes: Buffer },
  ): void {
    const { record } = old
    const planned = collection.indexes.slice(1).map((index) => {
      const before = this.keys(index, old.document).keys
      const now = this.keys(index, next.document)
      return { ...difference(before, now.keys), ...now, index }
    })
    for (const { index, added } of planned) this.checkUnique({ index, collection, record }, added, next.document)
    this.environment.put('documents', documentKey(collection.id, record), next.bytes)
    for (const plan of planned) {
      for (const key of plan.removed) this.removeEntry(plan.index, key, record)
      for (const key of plan.added) this.putEntry(plan.index, key, record)
      if (plan.added.length > 0) this.noteMultikey(collection, plan.index, plan)
    }
    this.catalogue.count(collection, 0, next.bytes.length - old.bytes.length)
  }

  remove(collection: Collection, old: Stored & { document: Document }): void {
    for (const index of collection.indexes) {
      for (const key of this.keys(index, old.document).keys) this.removeEntry(index, key, old.record)
    }
    this.environment.remove('documents', documentKey(collection.id, old.record))
    this.catalogue.count(collection, -1, -old.bytes.length)
  }

  /** Adds the entries of a document that is stored already: when an index is built. Throws ServerError as insert does. */
  addTo(place: { collection: Collection; index: Index; record: number }, document: Document): void {
    const plan = this.keys(place.index, document)
    this.checkUnique(place, plan.keys, document)
    for (const key of plan.keys) this.putEntry(place.index, key, place.record)
    this.noteMultikey(place.collection, place.index, plan)
  }

  /** The keys of a document in an index: none when a partial index leaves it out. */
  keys(index: Index, document: Document): IndexKeys {
    if (index.partial && !this.partialFilter(index, index.partial).matches(document)) {
      return { keys: [], multikey: index.multikey, shortened: false }
    }
    return keysOf(index, document)
  }

  private partialFilter(index: Index, expression: Document): Filter {
    let filter = this.partials.get(index)
    if (!filter) this.partials.set(index, (filter = compileFilter(expression)))
    return filter
  }

  private checkUnique(
    place: { index: Index; collection: Collection; record: number },
    keys: Buffer[],
    document: Document,
  ) {
    const { index, collection, record } = place
    if (!index.unique) return
    for (const key of keys) {
      const other = this.firstRecord(index, key)
      if (other !== undefined && other !== record) throw duplicateKey({ collection, index }, document, key)
    }
  }

  private firstRecord(index: Index, key: Buffer): number | undefined {
    const start = join(index, key)
    if (index.name === '_id_') {
      const value = readBytes(this.environment.entries, start)
      return value ? value.readUIntBE(0, recordSize) : undefined
    }
    for (const entry of this.environment.entries.getKeys({ start, end: after(start), limit: 1 })) return recordOf(entry)
    return undefined
  }

  private putEntry(index: Index, key: Buffer, record: number): void {
    if (index.name === '_id_') this.environment.put('entries', join(index, key), recordBytes(record))
    else this.environment.put('entries', entryKey(index, key, record), nothing)
  }

  private removeEntry(index: Index, key: Buffer, record: number): void {
    this.environment.remove('entries', index.name === '_id_' ? join(index, key) : entryKey(index, key, record))
  }

  private noteMultikey(collection: Collection, index: Index, found: Omit<IndexKeys, 'keys'>): void {
    const news = found.multikey.some((multi, field) => multi && !index.multikey[field])
    if (!news && (!found.shortened || index.shortened)) return
    index.multikey = index.multikey.map((multi, field) => multi || found.multikey[field] === true)
    index.shortened ||= found.shortened
    this.catalogue.save(collection)
  }
}

/** An entry's place in its table. */
export function entryKey(index: Index, key: Buffer, record: number): Buffer {
  const bytes = Buffer.allocUnsafe(4 + key.length + recordSize)
  bytes.writeUInt32BE(index.id, 0)
  bytes.set(key, 4)
  bytes.writeUIntBE(record, 4 + key.length, recordSize)
  return bytes
}

function join(index: Index, key: Buffer): Buffer {
  return Buffer.concat([prefix(index.id), key])
}

function difference(before: Buffer[], now: Buffer[]): { removed: Buffer[]; added: Buffer[] } {
  return {
    removed: before.filter((key) => !now.some((other) => other.equals(key))),
    added: now.filter((key) => !before.some((other) => other.equals(key))),
  }
}

function duplicateKey(place: { collection: Collection; index: Index }, document: Document, key: Buffer): ServerError {
  const { collection, index } = place
  const keyValue = Object.fromEntries(valuesOfKey(index, document, key))
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${describe(value)}`)
  const message = `E11000 duplicate key error collection: ${collection.ns} index: ${index.name} dup key: { ${shown.join(', ')} }`
  return new ServerError('DuplicateKey', message, { info: { keyPattern: keyDocument(index), keyValue } })
}

/** Which of the document's values stand in a key, field by field: of an array it is the element that is there already. */
function valuesOfKey(index: Index, document: Document, key: Buffer): [string, unknown][] {
  let at = 0
  return index.key.map(([path, direction]) => {
    const values = valuesAt(document, path)
    const parts = values.map((value) => fieldKeyOf(index, value, direction).key)
    const found = parts.findIndex((part) => part.equals(key.subarray(at, at + part.length)))
    at += parts[found]?.length ?? 0
    return [path, values[found] ?? null]
  })
}
