import type { Collation } from '../semantics/index.ts'
import type { Document } from '../semantics/index.ts'

export type Direction = 1 | -1

/** An index as the catalogue holds it. */
export interface Index {
  /** Number that its entries start with; never used twice. */
  id: number
  name: string
  key: [path: string, direction: Direction][]
  unique: boolean
  sparse: boolean
  hidden: boolean
  partial?: Document
  expireAfterSeconds?: number
  collation?: Collation
  /** For each field of the key: true once a document gave more than one value for it. */
  multikey: boolean[]
  /** True once a value was too long for a key and stands shortened: then equality is exact and order is not. */
  shortened: boolean
  /** False while it is built in the background: written to, but not read from. */
  ready: boolean
  /** While it is built: all records before this one are in it. */
  builtTo: number
}

/** A collection as the catalogue holds it, with its counts. */
export interface Collection {
  id: number
  db: string
  name: string
  ns: string
  uuid: Buffer
  options: Document
  /** The one on `_id` is the first. */
  indexes: Index[]
  count: number
  /** Sum of the documents' sizes. */
  bytes: number
  nextRecord: number
}

/** The index on `_id`, which every collection has from the start. */
export function idIndexOf(collection: Collection): Index {
  const [index] = collection.indexes
  if (!index) throw new Error(`${collection.ns} has no index on _id`)
  return index
}

/** The key as a document, as listIndexes gives it. */
export function keyDocument(index: Index): Document {
  return Object.fromEntries(index.key)
}

/** The index's specification as `listIndexes` gives it. */
export function indexSpecification(index: Index): Document {
  return {
    v: 2,
    key: keyDocument(index),
    name: index.name,
    ...(index.unique && index.name !== '_id_' ? { unique: true } : {}),
    ...(index.sparse ? { sparse: true } : {}),
    ...(index.hidden ? { hidden: true } : {}),
    ...(index.partial ? { partialFilterExpression: index.partial } : {}),
    ...(index.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: index.expireAfterSeconds }),
    ...(index.collation ? { collation: index.collation.spec } : {}),
  }
}
