import { ObjectId } from 'bson'
import { ServerError } from '../errors.ts'
import { limits } from '../protocol/frame.ts'
import type { Pace } from '../query/pace.ts'
import {
  compileUpdate,
  encode,
  isDocument,
  type Document,
  type Update,
  type UpdateOptions,
} from '../semantics/index.ts'
import type { Store } from '../storage/store.ts'
import { arrayField, documentField, documentsOf, flag, namespaceOf, type Command, type Reply } from './command.ts'
import { questionOf } from './find.ts'
import { checkBatch, prepareDocument } from './insert.ts'
import { checkFields } from './known-fields.ts'
import { Matches, type Match } from './matches.ts'
import { runStatements, writeErrors, type Statement } from './statements.ts'

/**
 * Replies `{ n, nModified, upserted?, writeErrors? }`: `n` counts documents that matched or were upserted, `nModified` those that changed.
 */
export async function update(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const updates = documentsOf(command, 'updates')
  checkBatch(updates.length)
  for (const statement of updates) checkFields('update.updates', statement)
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
  try {
    return readStatement(command, ns, statement)
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    return failing(error)
  }
}

function readStatement(command: Command, ns: string, statement: Document): Statement {
  const { store } = command.services
  const filter = documentField(statement, 'q') ?? {}
  const multi = flag(statement, 'multi')
  const upsert = flag(statement, 'upsert')
  if (statement['sort'] !== undefined && multi)
    throw new ServerError('FailedToParse', 'Cannot specify sort with multi=true')
  const collection = store.catalogue.get(ns)
  const question = { ...questionOf({ ...statement, let: command.body['let'] }, collection), filter }
  const arrayFilters = arrayField(statement, 'arrayFilters') as Document[] | undefined
  const variables = { ...question.variables, ...constantsOf(statement) }
  const change = readChange(statement['u'], { ...question, variables, arrayFilters, multi })
  const matches = new Matches(store, ns, { question, multi })
  const count = { n: 0, nModified: 0 }
  return {
    step(pace: Pace) {
      for (let match = matches.next(pace); match; match = multi ? matches.next(pace) : undefined) {
        if (match === 'later') return undefined
        count.n++
        if (replaceMatch(store, match, change).changed) count.nModified++
        if (multi && pace.isOver()) return undefined
      }
      if (count.n > 0 || !upsert) return { ...count }
      const upserted = insertForUpsert(store, ns, { filter, change })
      return { n: 1, nModified: 0, upserted: upserted['_id'] }
    },
  }
}

/** A statement's `c`: variables for its pipeline alone and, unlike those of `let`, values as they are. */
function constantsOf(statement: Document): Document {
  const constants = documentField(statement, 'c')
  if (constants && !Array.isArray(statement['u']))
    throw new ServerError('Location51198', 'Constant values may only be specified for pipeline updates')
  return constants ?? {}
}

/** Reads an update as commands carry it. Throws ServerError for one that is wrong whatever the document. */
export function readChange(update: unknown, options: UpdateOptions & { multi?: boolean }): Update {
  if (Array.isArray(update)) {
    if (update.every(isDocument)) return compileUpdate(update, options)
    throw new ServerError('TypeMismatch', "Each element of the 'pipeline' array must be an object")
  }
  if (!isDocument(update))
    throw new ServerError('FailedToParse', 'Update argument must be either an object or an array')
  const [first] = Object.keys(update)
  if (options.multi && first?.startsWith('$') !== true) {
    throw new ServerError('FailedToParse', 'multi update is not supported for replacement-style update')
  }
  return compileUpdate(update, options)
}

/** Changes a found document. Gives it as it is afterwards. */
export function replaceMatch(store: Store, match: Match, change: Update): { changed: boolean; document: Document } {
  const document = change.apply(match.document)
  if (document === match.document) return { changed: false, document }
  const bytes = encode(document)
  if (bytes.equals(match.bytes)) return { changed: false, document }
  if (bytes.length > limits.maxBsonObjectSize) {
    const message = `Resulting document after update is larger than ${limits.maxBsonObjectSize}`
    throw new ServerError('Location17419', message)
  }
  store.records.replace(match.collection, match, { document, bytes })
  return { changed: true, document }
}

/** Inserts what an upsert makes of its filter and update. */
export function insertForUpsert(store: Store, ns: string, upsert: { filter: Document; change: Update }): Document {
  const made = upsert.change.insert(upsert.filter)
  const { document, bytes } = prepareDocument('_id' in made ? made : { _id: new ObjectId(), ...made })
  store.records.insert(store.catalogue.ensure(ns), document, bytes)
  return document
}

function failing(error: ServerError): Statement {
  return {
    step() {
      throw error
    },
  }
}
