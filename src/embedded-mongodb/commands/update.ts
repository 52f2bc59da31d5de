import { ObjectId } from 'bson'
import { ServerError } from '../errors.ts'
import type { Pace } from '../query/pace.ts'
import { applyUpdate, documentForUpsert, encode, isDocument, type Document } from '../semantics/index.ts'
import type { Store } from '../storage/store.ts'
import {
  arrayField,
  collationOf,
  documentField,
  documentsOf,
  flag,
  namespaceOf,
  type Command,
  type Reply,
} from './command.ts'
import { questionOf } from './find.ts'
import { checkBatch, checkSize, prepareDocument } from './insert.ts'
import { Matches, type Match } from './matches.ts'
import { runStatements, writeErrors, type Statement } from './statements.ts'

export async function update(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const updates = documentsOf(command, 'updates')
  checkBatch(updates.length)
  const statements = updates.map((statement) => updateStatement(command, ns, statement))
  const outcome = await runStatements(command, statements, command.body['ordered'] !== false)
  const results = outcome.results.map((result, index) => ({ ...result, index }))
  const upserted = results
    .filter((result) => 'upserted' in result)
    .map((result) => ({ index: result.index, _id: (result as Document)['upserted'] }))
  const sum = (field: string): number =>
    results.reduce((total, result) => total + Number((result as Document)[field] ?? 0), 0)
  return {
    n: sum('n'),
    ...(upserted.length > 0 ? { upserted } : {}),
    nModified: sum('nModified'),
    ...writeErrors(outcome),
    ok: 1,
  }
}

/** One of an update command's statements: `{ q, u, multi, upsert, collation, arrayFilters, hint, sort, c }`. */
export function updateStatement(command: Command, ns: string, statement: Document): Statement {
  const { store } = command.services
  const filter = documentField(statement, 'q') ?? {}
  const multi = flag(statement, 'multi')
  const change = changeOf(statement, statement['u'])
  const variables = documentField(statement, 'c') ?? documentField(command.body, 'let')
  if (multi && change.isReplacement)
    return failing('FailedToParse', 'multi update is not supported for replacement-style update')
  if (statement['sort'] !== undefined && multi) return failing('FailedToParse', 'Cannot specify sort with multi=true')
  const collection = store.catalogue.get(ns)
  const question = { ...questionOf({ ...statement, let: variables }, collection), filter }
  const matches = new Matches(store, ns, { question, multi })
  const upsert = flag(statement, 'upsert')
  const changing = { ...change, filter, upsert, collation: collationOf(statement, collection), variables }
  const count = { n: 0, nModified: 0 }
  return {
    step(pace: Pace) {
      for (let match = matches.next(pace); match; match = multi ? matches.next(pace) : undefined) {
        if (match === 'later') return undefined
        count.n++
        if (replaceMatch(store, match, changing).changed) count.nModified++
        if (multi && pace.isOver()) return undefined
      }
      if (count.n > 0 || !upsert) return { ...count }
      const upserted = insertForUpsert(store, ns, changing)
      return { n: 1, nModified: 0, upserted: upserted['_id'] }
    },
  }
}

export interface Change {
  update: Document | Document[]
  isReplacement: boolean
  arrayFilters: Document[] | undefined
  filter: Document
  collation: ReturnType<typeof collationOf>
  variables: Document | undefined
}

export function changeOf(body: Document, update: unknown): Pick<Change, 'update' | 'isReplacement' | 'arrayFilters'> {
  const isPipeline = Array.isArray(update)
  if (!isPipeline && !isDocument(update)) {
    throw new ServerError('FailedToParse', 'Update argument must be either an object or an array')
  }
  const [first] = isPipeline ? ['$'] : Object.keys(update)
  return {
    update: update as Document | Document[],
    isReplacement: !isPipeline && first?.startsWith('$') !== true,
    arrayFilters: arrayField(body, 'arrayFilters') as Document[] | undefined,
  }
}

/** Changes a found document. Gives it as it is afterwards. */
export function replaceMatch(store: Store, match: Match, change: Change): { changed: boolean; document: Document } {
  const document = applyUpdate(match.document, change.update, optionsOf(change))
  if (document === match.document) return { changed: false, document }
  const bytes = encode(document)
  if (bytes.equals(match.bytes)) return { changed: false, document }
  checkSize(bytes)
  store.records.replace(match.collection, match, { document, bytes })
  return { changed: true, document }
}

/** Inserts what an upsert makes of its filter and update. */
export function insertForUpsert(store: Store, ns: string, change: Change): Document {
  const made = documentForUpsert(change.filter, change.update, optionsOf(change))
  const { document, bytes } = prepareDocument('_id' in made ? made : { _id: new ObjectId(), ...made })
  store.records.insert(store.catalogue.ensure(ns), document, bytes)
  return document
}

function optionsOf({ filter, arrayFilters, collation, variables }: Change) {
  return {
    filter,
    ...(arrayFilters ? { arrayFilters } : {}),
    ...(collation ? { collation } : {}),
    ...(variables ? { variables } : {}),
  }
}

function failing(codeName: 'FailedToParse', message: string): Statement {
  return {
    step() {
      throw new ServerError(codeName, message)
    },
  }
}
