import { BSONRegExp, ObjectId } from 'bson'
import { ServerError } from '../errors.ts'
import { bsonUndefined, encode, isDocument, type Document } from '../semantics/index.ts'
import { limits } from '../protocol/frame.ts'
import { documentsOf, namespaceOf, type Command, type Reply } from './command.ts'
import { runStatements, writeErrors, type Statement } from './statements.ts'

/** Replies `{ n, writeErrors? }`; the collection is made when there is none. Throws ServerError InvalidLength for too many documents. */
export async function insert(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const documents = documentsOf(command, 'documents')
  checkBatch(documents.length)
  const statements = documents.map((document) => insertStatement(command, ns, document))
  const outcome = await runStatements(command, statements, command.body['ordered'] !== false)
  const n = outcome.results.filter(Boolean).length
  return { n, ...writeErrors(outcome), ok: 1 }
}

/** Encodes a document, giving it an `_id` when it has none. One that can't be stored makes the statement fail when it is its turn. */
export function insertStatement(command: Command, ns: string, document: Document): Statement {
  const { catalogue, records } = command.services.store
  let prepared: { document: Document; bytes: Buffer } | undefined
  let failure: ServerError | undefined
  // Encoded before the write job, for which all other writers wait.
  try {
    prepared = prepareDocument(document)
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    failure = error
  }
  return {
    step() {
      if (!prepared) throw failure ?? new Error('neither prepared nor failed')
      records.insert(catalogue.ensure(ns), prepared.document, prepared.bytes)
      return inserted
    },
  }
}

/** The result of every insert, one and the same object so that many can be remembered in little room. */
const inserted: Document = { n: 1 }

/** A new document as it is stored: with an `_id`, which is its first field. Throws ServerError for one that can't be stored. */
export function prepareDocument(document: Document): { document: Document; bytes: Buffer } {
  const [first] = Object.keys(document)
  let complete = document
  if (first !== '_id') {
    const { _id = new ObjectId(), ...rest } = document
    complete = { _id, ...rest }
  }
  checkId(complete['_id'])
  const bytes = encode(complete)
  checkSize(bytes)
  return { document: complete, bytes }
}

function checkSize(bytes: Buffer): void {
  if (bytes.length <= limits.maxBsonObjectSize) return
  const message = `object to insert too large. size in bytes: ${bytes.length}, max size: ${limits.maxBsonObjectSize}`
  throw new ServerError('BSONObjectTooLarge', message)
}

function checkId(id: unknown): void {
  const dollar = isDocument(id) ? Object.keys(id).find((field) => field.startsWith('$')) : undefined
  if (dollar !== undefined) {
    const message = `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`
    throw new ServerError('DollarPrefixedFieldName', message)
  }
  if (Array.isArray(id)) throw new ServerError('InvalidIdField', "The '_id' value cannot be of type array")
  if (id instanceof BSONRegExp) throw new ServerError('InvalidIdField', "The '_id' value cannot be of type regex")
  if (id === bsonUndefined) throw new ServerError('InvalidIdField', "The '_id' value cannot be of type undefined")
}

/** Throws ServerError InvalidLength unless there are 1 to 100,000 operations (MongoDB's maxWriteBatchSize). */
export function checkBatch(length: number): void {
  if (length >= 1 && length <= limits.maxWriteBatchSize) return
  const message = `Write batch sizes must be between 1 and ${limits.maxWriteBatchSize}. Got ${length} operations.`
  throw new ServerError('InvalidLength', message)
}
