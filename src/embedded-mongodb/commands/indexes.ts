import { ServerError } from '../errors.ts'
import { compareValues, encode, isDocument, toNumber, type Document } from '../semantics/index.ts'
import { indexSpecification, keyDocument, type Collection, type Index } from '../storage/collection.ts'
import { arrayField, documentField, namespaceOf, numberField, type Command, type Reply } from './command.ts'
import { batchSizeOf } from './find.ts'
import { readIndex, type NewIndex } from './index-specification.ts'
import { sessionName } from './session-name.ts'

/**
 * Replies when the indexes are built, `{ numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, note? }`; others write
 * meanwhile. Throws ServerError IndexKeySpecsConflict, IndexOptionsConflict, CannotCreateIndex, and DuplicateKey for a unique one.
 */
export async function createIndexes(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const { store } = command.services
  const specifications = arrayField(command.body, 'indexes') ?? []
  if (specifications.length === 0) throw new ServerError('BadValue', 'Must specify at least one index to create')
  const before = store.catalogue.get(ns)
  const wanted = specifications.map((value) => readIndex(isDocument(value) ? value : {}, before))
  const numIndexesBefore = before?.indexes.length ?? 1
  const added = await store.writer.run(() => addIndexes(command, ns, wanted))
  await store.builder.build(ns, added)
  const numIndexesAfter = store.catalogue.get(ns)?.indexes.length ?? 1
  return {
    ...{ numIndexesBefore, numIndexesAfter, createdCollectionAutomatically: before === undefined },
    ...(added.length === 0 ? { note: 'all indexes already exist' } : {}),
    ok: 1,
  }
}

/** Enters the indexes that do not exist yet; empty collections have them at once. Gives those that are to be waited for. */
function addIndexes(command: Command, ns: string, wanted: NewIndex[]): Index[] {
  const { catalogue } = command.services.store
  const collection = catalogue.ensure(ns)
  const fresh = wanted.filter((index) => !existing(collection, index))
  const indexes = fresh.map((index): Index => {
    const multikey = index.key.map(() => false)
    return { ...index, id: catalogue.number(), multikey, shortened: false, ready: collection.count === 0, builtTo: 0 }
  })
  collection.indexes = [...collection.indexes, ...indexes]
  if (collection.indexes.length > 64) {
    throw new ServerError('CannotCreateIndex', `add index fails, too many indexes for ${ns}`)
  }
  catalogue.save(collection)
  return collection.indexes.filter(
    (index) => wanted.some(({ name }) => name === index.name) && (!index.ready || indexes.includes(index)),
  )
}

/** The same index, when it exists. Throws ServerError when one of that name or key exists with other options. */
function existing(collection: Collection, wanted: NewIndex): Index | undefined {
  for (const index of collection.indexes) {
    const sameKey = compareValues(keyDocument(index), Object.fromEntries(wanted.key)) === 0
    const sameCollation = JSON.stringify(index.collation?.spec) === JSON.stringify(wanted.collation?.spec)
    const samePartial = compareValues(index.partial ?? null, wanted.partial ?? null) === 0
    if (index.name === '_id_' && sameKey) return index
    if (index.name === wanted.name) {
      const sameKind = index.unique === wanted.unique && index.sparse === wanted.sparse
      if (!sameKey || !sameCollation || !samePartial || !sameKind)
        throw conflict('IndexKeySpecsConflict', index, wanted)
      if (!sameOptions(index, wanted)) throw conflict('IndexOptionsConflict', index, wanted)
      return index
    }
    if (!sameKey || !sameCollation || !samePartial) continue
    throw conflict('IndexOptionsConflict', index, wanted)
  }
  return undefined
}

function sameOptions(index: Index, wanted: NewIndex): boolean {
  return index.expireAfterSeconds === wanted.expireAfterSeconds && index.hidden === wanted.hidden
}

function conflict(
  codeName: 'IndexKeySpecsConflict' | 'IndexOptionsConflict',
  index: Index,
  wanted: NewIndex,
): ServerError {
  const message =
    codeName === 'IndexKeySpecsConflict'
      ? `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${wanted.name}, existing index: ${index.name}`
      : index.name === wanted.name
        ? `An equivalent index already exists with the same name but different options. Requested index: ${wanted.name}, existing index: ${index.name}`
        : `Index already exists with a different name: ${index.name}`
  return new ServerError(codeName, message)
}

/** Replies with a cursor over the specifications; indexes that are being built are left out. Throws ServerError NamespaceNotFound. */
export async function listIndexes(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const collection = existingCollection(command, ns)
  const rows = collection.indexes.filter((index) => index.ready).map((index) => encode(indexSpecification(index)))
  const cursor = documentField(command.body, 'cursor') ?? {}
  const opening = { ns, rows: rows.values(), session: sessionName(command.body) }
  return await command.services.cursors.start(opening, { batchSize: batchSizeOf(cursor) ?? Infinity, single: false })
}

/**
 * Drops `index`: a name, a key, an array of names, or '*' for all but that on `_id`. Replies `{ nIndexesWas }`. Throws ServerError
 * NamespaceNotFound, IndexNotFound, and InvalidOptions for the index on `_id`.
 */
export async function dropIndexes(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const { store } = command.services
  const nIndexesWas = await store.writer.run(() => {
    const collection = existingCollection(command, ns)
    const before = collection.indexes.length
    for (const index of indexesToDrop(collection, command.body['index'])) store.catalogue.dropIndex(collection, index)
    return before
  })
  store.reaper.wake()
  return { nIndexesWas, ok: 1 }
}

function indexesToDrop(collection: Collection, named: unknown): Index[] {
  if (named === '*') return collection.indexes.slice(1)
  const names: unknown[] = Array.isArray(named) ? named : [named]
  return names.map((name) => {
    const index = collection.indexes.find((other) =>
      isDocument(name) ? compareValues(keyDocument(other), name) === 0 : other.name === name,
    )
    if (!index) {
      const shown = isDocument(name)
        ? `can't find index with key: ${JSON.stringify(name)}`
        : `index not found with name [${String(name)}]`
      throw new ServerError('IndexNotFound', shown)
    }
    if (index === collection.indexes[0]) throw new ServerError('InvalidOptions', 'cannot drop _id index')
    return index
  })
}

/** Changes an index's expiry or hides it; the rest of collMod is refused. */
export async function collMod(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const { store } = command.services
  existingCollection(command, ns)
  const change = documentField(command.body, 'index')
  if (!change)
    throw new ServerError('InvalidOptions', "This server's collMod changes indexes only: the field 'index' is missing")
  const changed = await store.writer.run(() => {
    const index = indexesToDropOrKeep(existingCollection(command, ns), change)
    const result = applyIndexChange(index, change)
    store.catalogue.save(existingCollection(command, ns))
    return result
  })
  return { ...changed, ok: 1 }
}

function indexesToDropOrKeep(collection: Collection, change: Document): Index {
  const named = change['name'] ?? change['keyPattern']
  const index = collection.indexes.find((other) =>
    isDocument(named) ? compareValues(keyDocument(other), named) === 0 : other.name === named,
  )
  if (index) return index
  throw new ServerError('IndexNotFound', `cannot find index ${JSON.stringify(named)} for ns ${collection.ns}`)
}

function applyIndexChange(index: Index, change: Document): Document {
  const result: Document = {}
  const seconds = numberField(change, 'expireAfterSeconds')
  if (seconds !== undefined) {
    if (index.expireAfterSeconds !== undefined) result['expireAfterSeconds_old'] = BigInt(index.expireAfterSeconds)
    index.expireAfterSeconds = seconds
    result['expireAfterSeconds_new'] = BigInt(seconds)
  }
  if (change['hidden'] !== undefined) {
    Object.assign(result, { hidden_old: index.hidden, hidden_new: change['hidden'] === true })
    index.hidden = change['hidden'] === true
  }
  if (toNumber(change['unique']) !== undefined || change['unique'] === true) {
    throw new ServerError('CommandNotSupported', 'collMod can not make an index unique on this server')
  }
  return result
}

function existingCollection(command: Command, ns: string): Collection {
  const collection = command.services.store.catalogue.get(ns)
  if (!collection) throw new ServerError('NamespaceNotFound', `ns does not exist: ${ns}`)
  return collection
}
