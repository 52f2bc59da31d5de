import { randomBytes } from 'node:crypto'
import { Binary } from 'bson'
import { ServerError } from '../errors.ts'
import { parseCollation } from '../semantics/index.ts'
import { decode, encode, toNumber, type Document } from '../semantics/index.ts'
import { readCollection, writeCollection } from './catalogue-format.ts'
import type { Collection, Index } from './collection.ts'
import type { Environment } from './environment.ts'
import { after, prefix, recordOf } from './numbers.ts'

/** A number whose documents or entries are to be removed: those of a dropped collection or index. */
export interface Garbage {
  id: number
  kind: 'documents' | 'entries'
}

/** The collections and indexes that exist: in memory for every reader, and in the tables for the next start. */
export class Catalogue {
  private readonly environment: Environment
  private collections = new Map<string, Collection>()
  private readonly changed = new Set<Collection>()
  private readonly counted = new Set<Collection>()
  private nextNumber = 1

  constructor(environment: Environment) {
    this.environment = environment
    this.load()
  }

  get(ns: string): Collection | undefined {
    return this.collections.get(ns)
  }

  all(): Iterable<Collection> {
    return this.collections.values()
  }

  inDatabase(db: string): Collection[] {
    return [...this.collections.values()].filter((collection) => collection.db === db)
  }

  /** Makes a collection, with its index on `_id`. Only inside a write job, as all that follow. */
  create(ns: string, options: Document): Collection {
    if (this.collections.has(ns)) {
      throw new ServerError('NamespaceExists', `Collection ${ns} already exists.`)
    }
    const dot = ns.indexOf('.')
    const collation = parseCollation(options['collation'] as Document | undefined)
    const id: Index = {
      ...{ id: this.number(), name: '_id_', key: [['_id', 1]], unique: true, sparse: false, hidden: false },
      ...{ multikey: [false], shortened: false, ready: true, builtTo: 0, ...(collation ? { collation } : {}) },
    }
    const collection: Collection = {
      ...{ id: this.number(), db: ns.slice(0, dot), name: ns.slice(dot + 1), ns, uuid: newUuid(), options },
      ...{ indexes: [id], count: 0, bytes: 0, nextRecord: 1 },
    }
    this.collections.set(ns, collection)
    this.save(collection)
    return collection
  }

  ensure(ns: string): Collection {
    return this.collections.get(ns) ?? this.create(ns, {})
  }

  drop(collection: Collection): void {
    this.collections.delete(collection.ns)
    this.changed.delete(collection)
    this.counted.delete(collection)
    this.environment.remove('catalogue', namespaceKey(collection.ns))
    this.environment.remove('catalogue', countsKey(collection))
    this.discard({ id: collection.id, kind: 'documents' })
    for (const index of collection.indexes) this.discard({ id: index.id, kind: 'entries' })
  }

  dropIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter((other) => other !== index)
    this.discard({ id: index.id, kind: 'entries' })
    this.save(collection)
  }

  rename(collection: Collection, ns: string): void {
    this.environment.remove('catalogue', namespaceKey(collection.ns))
    this.collections.delete(collection.ns)
    const dot = ns.indexOf('.')
    Object.assign(collection, { ns, db: ns.slice(0, dot), name: ns.slice(dot + 1) })
    this.collections.set(ns, collection)
    this.save(collection)
  }

  /** Counts documents that have come or gone, and their bytes. */
  count(collection: Collection, documents: number, bytes: number): void {
    collection.count += documents
    collection.bytes += bytes
    this.counted.add(collection)
  }

  /** Marks a collection whose description has changed: it is written at the transaction's end. */
  save(collection: Collection): void {
    this.changed.add(collection)
  }

  number(): number {
    return this.nextNumber++
  }

  finish(): void {
    for (const collection of this.changed) {
      this.environment.put('catalogue', namespaceKey(collection.ns), writeCollection(collection))
    }
    if (this.changed.size > 0) this.environment.put('catalogue', counterKey, encode({ next: this.nextNumber }))
    this.changed.clear()
    for (const collection of this.counted) {
      this.environment.put('catalogue', countsKey(collection), countsBytes(collection))
    }
    this.counted.clear()
  }

  /** Reads everything again from the tables. */
  load(): void {
    const { catalogue } = this.environment
    this.changed.clear()
    this.counted.clear()
    this.collections = new Map()
    const counter = catalogue.getBinary(counterKey)
    this.nextNumber = counter ? (toNumber(decode(counter)['next']) ?? 1) : 1
    for (const { key, value } of catalogue.getRange({ start: Buffer.from([1]) })) {
      const collection = readCollection(key.toString(), value)
      const counts = catalogue.getBinary(countsKey(collection))
      if (counts) Object.assign(collection, { count: counts.readDoubleBE(0), bytes: counts.readDoubleBE(8) })
      collection.nextRecord = this.lastRecord(collection) + 1
      this.collections.set(collection.ns, collection)
    }
  }

  garbage(): Garbage[] {
    const range = { start: garbagePrefix, end: after(garbagePrefix) }
    return [...this.environment.catalogue.getKeys(range)].map((key) => ({
      kind: key[2] === 0 ? 'documents' : 'entries',
      id: key.readUInt32BE(3),
    }))
  }

  /** Forgets garbage that has been removed. */
  cleared(garbage: Garbage): void {
    this.environment.remove('catalogue', garbageKey(garbage))
  }

  private discard(garbage: Garbage): void {
    this.environment.put('catalogue', garbageKey(garbage), Buffer.from([1]))
  }

  private lastRecord(collection: Collection): number {
    const start = after(prefix(collection.id))
    const range = { start, end: prefix(collection.id), reverse: true, limit: 1 }
    for (const key of this.environment.documents.getKeys(range)) return recordOf(key)
    return 0
  }
}

const counterKey = Buffer.from([0, 1])
const garbagePrefix = Buffer.from([0, 2])

function garbageKey({ id, kind }: Garbage): Buffer {
  return Buffer.concat([garbagePrefix, Buffer.from([kind === 'documents' ? 0 : 1]), prefix(id)])
}

function countsKey(collection: Collection): Buffer {
  return Buffer.concat([Buffer.from([0, 3]), prefix(collection.id)])
}

function countsBytes(collection: Collection): Buffer {
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeDoubleBE(collection.count, 0)
  bytes.writeDoubleBE(collection.bytes, 8)
  return bytes
}

function namespaceKey(ns: string): Buffer {
  return Buffer.from(ns)
}

function newUuid(): Buffer {
  const bytes = randomBytes(16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes
}

/** The collection's UUID as clients get it: binary of subtype 4. */
export function uuidValue(collection: Collection): Binary {
  return new Binary(collection.uuid, Binary.SUBTYPE_UUID)
}
