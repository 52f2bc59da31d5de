import { ServerError } from '../errors.ts'
import { decode, type Document } from '../semantics/index.ts'
import type { Collection, Index } from '../storage/collection.ts'
import { after, prefix, recordBytes, recordOf } from '../storage/numbers.ts'
import { entryKey } from '../storage/records.ts'
import type { Store } from '../storage/store.ts'
import { namespaceOf, type Command, type Reply } from './command.ts'

/**
 * Compares each index with what a rebuild of it would hold: every key of every document is there, and no other one. Runs within one
 * write job, so that nothing changes meanwhile.
 */
export async function validate(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const { store } = command.services
  return await store.writer.run(() => {
    const collection = store.catalogue.get(ns)
    if (!collection) throw new ServerError('NamespaceNotFound', `Collection '${ns}' does not exist to validate.`)
    return validateCollection(store, collection)
  })
}

function validateCollection(store: Store, collection: Collection): Document {
  const errors: string[] = []
  const expected = new Map(collection.indexes.map((index) => [index, new Set<string>()]))
  let nrecords = 0
  const range = { start: prefix(collection.id), end: after(prefix(collection.id)) }
  for (const { key, value } of store.environment.documents.getRange(range)) {
    nrecords++
    const record = recordOf(key)
    const document = decode(value)
    for (const [index, keys] of expected) {
      for (const part of store.records.keys(index, document).keys) keys.add(entryText(index, part, record))
    }
  }
  if (nrecords !== collection.count) errors.push(`${collection.count} documents are counted, ${nrecords} are there`)
  const keysPerIndex: Document = {}
  const indexDetails: Document = {}
  for (const [index, keys] of expected) {
    const found = compareEntries(store, index, keys)
    keysPerIndex[index.name] = found.count
    indexDetails[index.name] = { valid: found.errors.length === 0 }
    errors.push(...found.errors)
  }
  const valid = errors.length === 0
  return {
    ...{ ns: collection.ns, nInvalidDocuments: 0, nrecords, nIndexes: collection.indexes.length },
    ...{ keysPerIndex, indexDetails, valid, repaired: false, warnings: [], errors, ok: 1 },
  }
}

function compareEntries(store: Store, index: Index, expected: Set<string>): { count: number; errors: string[] } {
  const errors: string[] = []
  const start = prefix(index.id)
  let count = 0
  for (const { key, value } of store.environment.entries.getRange({ start, end: after(start) })) {
    count++
    const text =
      index.name === '_id_' ? `${key.toString('hex')} ${Buffer.from(value).toString('hex')}` : key.toString('hex')
    if (!expected.delete(text)) errors.push(`index ${index.name} has a key of no document: ${text}`)
  }
  if (index.ready) for (const text of expected) errors.push(`index ${index.name} lacks the key ${text}`)
  return { count, errors }
}

function entryText(index: Index, key: Buffer, record: number): string {
  if (index.name !== '_id_') return entryKey(index, key, record).toString('hex')
  return `${prefix(index.id).toString('hex')}${key.toString('hex')} ${recordBytes(record).toString('hex')}`
}
