import { ServerError } from '../errors.ts'
import { compileFilter, encode, parseCollation, type Document } from '../semantics/index.ts'
import { uuidValue } from '../storage/catalogue.ts'
import { idIndexOf, indexSpecification, type Collection } from '../storage/collection.ts'
import { batchSizeOf } from './find.ts'
import { checkedNamespace, documentField, flag, namespaceOf, type Command, type Reply } from './command.ts'
import { sessionName } from './session-name.ts'

/** Options that `create` takes and this server keeps or may pass over; all others are refused. */
const keptOptions = new Set([
  'collation',
  'comment',
  'storageEngine',
  'indexOptionDefaults',
  'validationLevel',
  'validationAction',
  'clusteredIndex',
])
const commonFields = new Set([
  'create',
  'lsid',
  '$db',
  '$clusterTime',
  'writeConcern',
  'txnNumber',
  '$readPreference',
  'maxTimeMS',
  'autoIndexId',
  'apiVersion',
])

/**
 * Replies `{ ok: 1 }`, also when the collection exists with the same options. Throws ServerError NamespaceExists when it has others,
 * CommandNotSupported for views and for capped, clustered, validated or time series collections.
 */
export async function create(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const options = optionsOf(command.body)
  await command.services.store.writer.run(() => {
    const existing = command.services.store.catalogue.get(ns)
    if (existing && Buffer.from(encode(existing.options)).equals(encode(options))) return
    command.services.store.catalogue.create(ns, options)
  })
  return { ok: 1 }
}

function optionsOf(body: Document): Document {
  const options: Document = {}
  for (const [field, value] of Object.entries(body)) {
    if (commonFields.has(field) || value === undefined || value === null) continue
    if ((field === 'capped' || field === 'validator') && isEmpty(value)) continue
    if (
      field === 'validator' ||
      field === 'capped' ||
      field === 'viewOn' ||
      field === 'timeseries' ||
      field === 'changeStreamPreAndPostImages'
    ) {
      throw new ServerError('CommandNotSupported', `The option '${field}' of create is not supported by this server`)
    }
    if (!keptOptions.has(field))
      throw new ServerError('Location40415', `BSON field 'create.${field}' is an unknown field.`)
    if (field === 'clusteredIndex')
      throw new ServerError('CommandNotSupported', 'Clustered collections are not supported by this server')
    options[field] = value
  }
  const collation = parseCollation(options['collation'] as Document | undefined)
  if (collation) options['collation'] = collation.spec
  return options
}

function isEmpty(value: unknown): boolean {
  return value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}

/** Replies with `nIndexesWas` and `ns`, or with `{ ok: 1 }` alone when there is no such collection. Its open cursors end. */
export async function drop(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const { store, cursors } = command.services
  const reply = await store.writer.run(() => {
    const collection = store.catalogue.get(ns)
    if (!collection) return { ok: 1 }
    store.catalogue.drop(collection)
    return { nIndexesWas: collection.indexes.length, ns, ok: 1 }
  })
  await cursors.killOfNamespace(ns)
  store.reaper.wake()
  return reply
}

/** Drops the database's collections and ends their cursors; the reply has `dropped` only when there was something to drop. */
export async function dropDatabase(command: Command): Promise<Reply> {
  const { store, cursors } = command.services
  const dropped = await store.writer.run(() => {
    const collections = store.catalogue.inDatabase(command.db)
    for (const collection of collections) store.catalogue.drop(collection)
    return collections.map((collection) => collection.ns)
  })
  for (const ns of dropped) await cursors.killOfNamespace(ns)
  store.reaper.wake()
  return { ...(dropped.length > 0 ? { dropped: command.db } : {}), ok: 1 }
}

/**
 * Renames `db.collection` to another full name, on the admin database only. Replaces the target with `dropTarget`, else throws ServerError
 * NamespaceExists when there is one; NamespaceNotFound without a source. The source's cursors end.
 */
export async function renameCollection(command: Command): Promise<Reply> {
  const { body, services } = command
  const { store, cursors } = services
  if (command.db !== 'admin') {
    throw new ServerError('Unauthorized', 'renameCollection may only be run against the admin database.')
  }
  const from = fullName(body['renameCollection'])
  const to = fullName(body['to'])
  await store.writer.run(() => {
    const collection = store.catalogue.get(from)
    const target = store.catalogue.get(to)
    if (!collection) throw new ServerError('NamespaceNotFound', `Source collection ${from} does not exist`)
    if (from === to) throw new ServerError('IllegalOperation', "Can't rename a collection to itself")
    if (target && !flag(body, 'dropTarget')) throw new ServerError('NamespaceExists', 'target namespace exists')
    if (target) store.catalogue.drop(target)
    store.catalogue.rename(collection, to)
  })
  await cursors.killOfNamespace(from)
  store.reaper.wake()
  return { ok: 1 }
}

function fullName(value: unknown): string {
  if (typeof value !== 'string' || !value.includes('.')) {
    throw new ServerError('InvalidNamespace', `Invalid namespace specified '${String(value)}'`)
  }
  const dot = value.indexOf('.')
  return checkedNamespace(value.slice(0, dot), value.slice(dot + 1))
}

/**
 * Replies with a cursor over `{ name, type, options, info, idIndex }`, or `{ name, type }` with `nameOnly`, of those that match `filter`.
 */
export async function listCollections(command: Command): Promise<Reply> {
  const { body, services, db } = command
  const filter = compileFilter(documentField(body, 'filter') ?? {})
  const nameOnly = flag(body, 'nameOnly')
  const listed = services.store.catalogue.inDatabase(db).map(describeCollection)
  const rows = listed
    .filter((entry) => filter.matches(entry))
    .map((entry) => encode(nameOnly ? { name: entry['name'], type: entry['type'] } : entry))
  const cursor = documentField(body, 'cursor') ?? {}
  const opening = { ns: `${db}.$cmd.listCollections`, rows: rows.values(), session: sessionName(body) }
  return await services.cursors.start(opening, { batchSize: batchSizeOf(cursor) ?? Infinity, single: false })
}

function describeCollection(collection: Collection): Document {
  const { name, options } = collection
  const idIndex = indexSpecification(idIndexOf(collection))
  return { name, type: 'collection', options, info: { readOnly: false, uuid: uuidValue(collection) }, idIndex }
}

/** Databases that match `filter` with the bytes of their documents as `sizeOnDisk`; a database exists as long as it has a collection. */
export function listDatabases(command: Command): Reply {
  const { body, services } = command
  const filter = compileFilter(documentField(body, 'filter') ?? {})
  const sizes = new Map<string, number>()
  for (const { db, bytes } of services.store.catalogue.all()) sizes.set(db, (sizes.get(db) ?? 0) + bytes)
  const databases = [...sizes]
    .map(([name, sizeOnDisk]): Document => ({ name, sizeOnDisk: BigInt(sizeOnDisk), empty: false }))
    .filter((entry) => filter.matches(entry))
  if (flag(body, 'nameOnly')) return { databases: databases.map(({ name }) => ({ name })), ok: 1 }
  const totalSize = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  return { databases, totalSize: BigInt(totalSize), totalSizeMb: BigInt(Math.floor(totalSize / 1048576)), ok: 1 }
}
