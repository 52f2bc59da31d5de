import { Binary } from 'bson'
import { decode, encode, toNumber, type Document } from '../semantics/index.ts'
import { parseCollation } from '../semantics/index.ts'
import type { Collection, Direction, Index } from './collection.ts'

/** A collection's description as the catalogue's table holds it. */
export function writeCollection(collection: Collection): Buffer {
  return encode({
    id: collection.id,
    uuid: new Binary(collection.uuid, Binary.SUBTYPE_UUID),
    options: collection.options,
    indexes: collection.indexes.map(writeIndex),
  })
}

/** What `writeCollection` wrote, with its figures as in an empty collection: they are kept apart from it. */
export function readCollection(ns: string, bytes: Buffer): Collection {
  const stored = decode(bytes)
  const dot = ns.indexOf('.')
  return {
    id: toNumber(stored['id']) ?? 0,
    db: ns.slice(0, dot),
    name: ns.slice(dot + 1),
    ns,
    uuid: Buffer.from((stored['uuid'] as Binary).buffer),
    options: stored['options'] as Document,
    count: 0,
    bytes: 0,
    indexes: (stored['indexes'] as Document[]).map(readIndex),
    nextRecord: 1,
  }
}

function writeIndex(index: Index): Document {
  const { key, partial, expireAfterSeconds, collation, ...rest } = index
  return {
    ...rest,
    key: key.map(([path, direction]) => ({ path, direction })),
    ...(partial ? { partial } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
    ...(collation ? { collation: collation.spec } : {}),
  }
}

function readIndex(stored: Document): Index {
  const key = stored['key'] as { path: string; direction: Direction }[]
  const collation = parseCollation(stored['collation'] as Document | undefined)
  const expire = toNumber(stored['expireAfterSeconds'])
  return {
    id: toNumber(stored['id']) ?? 0,
    name: stored['name'] as string,
    key: key.map(({ path, direction }) => [path, direction]),
    unique: stored['unique'] === true,
    sparse: stored['sparse'] === true,
    hidden: stored['hidden'] === true,
    multikey: stored['multikey'] as boolean[],
    shortened: stored['shortened'] === true,
    ready: stored['ready'] === true,
    builtTo: toNumber(stored['builtTo']) ?? 0,
    ...(stored['partial'] ? { partial: stored['partial'] as Document } : {}),
    ...(expire === undefined ? {} : { expireAfterSeconds: expire }),
    ...(collation ? { collation } : {}),
  }
}
