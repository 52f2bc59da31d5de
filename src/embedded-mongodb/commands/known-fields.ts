import { ServerError } from '../errors.ts'
import type { Document } from '../semantics/index.ts'

/** What every command may carry, besides fields that begin with `$`. */
const everywhere = [
  ...['lsid', 'txnNumber', 'autocommit', 'startTransaction', 'readConcern', 'writeConcern', 'maxTimeMS', 'comment'],
  ...['maxTimeMSOpOnly', 'apiVersion', 'apiStrict', 'apiDeprecationErrors', 'mayBypassWriteBlocking', 'collectionUUID'],
]

const writes = ['ordered', 'bypassDocumentValidation', 'stmtId', 'stmtIds', 'let', 'isTimeseriesNamespace']

const fields: Record<string, string[]> = {
  find: [
    ...['filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'max', 'min', 'returnKey'],
    ...['showRecordId', 'tailable', 'oplogReplay', 'noCursorTimeout', 'awaitData', 'allowPartialResults', 'collation'],
    ...['allowDiskUse', 'let', 'resumeAfter', 'requestResumeToken'],
  ],
  getMore: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  killCursors: ['cursors'],
  aggregate: [
    ...['pipeline', 'explain', 'cursor', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'let', 'collation'],
  ],
  count: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  distinct: ['key', 'query', 'collation', 'hint'],
  insert: ['documents', ...writes],
  update: ['updates', ...writes],
  'update.updates': ['q', 'u', 'c', 'multi', 'upsert', 'upsertSupplied', 'collation', 'arrayFilters', 'hint', 'sort'],
  delete: ['deletes', ...writes],
  'delete.deletes': ['q', 'limit', 'collation', 'hint'],
  findAndModify: [
    ...['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'bypassDocumentValidation', 'collation'],
    ...['arrayFilters', 'hint', 'let', 'stmtId'],
  ],
  bulkWrite: ['ops', 'nsInfo', 'errorsOnly', 'cursor', ...writes],
  drop: [],
  dropDatabase: [],
  renameCollection: ['to', 'dropTarget'],
  createIndexes: ['indexes', 'ignoreUnknownIndexOptions', 'commitQuorum'],
  listIndexes: ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo'],
  dropIndexes: ['index'],
  listCollections: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  listDatabases: ['filter', 'nameOnly', 'authorizedDatabases'],
}
Object.assign(fields, { findandmodify: fields['findAndModify'], deleteIndexes: fields['dropIndexes'] })

const known = new Map(
  Object.entries(fields).map(([name, own]) => {
    const isCommand = !name.includes('.')
    return [name, new Set(isCommand ? [name, ...own, ...everywhere] : own)]
  }),
)

/**
 * Refuses a misspelt field, for the commands (or `command.array` for their statements) that MongoDB does it for. Throws ServerError 40415.
 */
export function checkFields(name: string, body: Document): void {
  const allowed = known.get(name)
  if (!allowed) return
  for (const field in body) {
    if (allowed.has(field) || field.startsWith('$')) continue
    throw new ServerError('Location40415', `BSON field '${name}.${field}' is an unknown field.`)
  }
}
