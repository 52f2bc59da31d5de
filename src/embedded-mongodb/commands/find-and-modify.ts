import { ServerError } from '../errors.ts'
import { projectionOf } from '../query/find-rows.ts'
import type { Pace } from '../query/pace.ts'
import type { Document } from '../semantics/index.ts'
import { arrayField, documentField, flag, namespaceOf, type Command, type Reply } from './command.ts'
import { questionOf } from './find.ts'
import { Matches } from './matches.ts'
import { runStatements, type Statement } from './statements.ts'
import { insertForUpsert, readChange, replaceMatch } from './update.ts'

/**
 * Replies `{ value, lastErrorObject }`: the document as it was, or as it is with `new`; null when none matched. Throws ServerError
 * FailedToParse for options that exclude each other, and what the write throws.
 */
export async function findAndModify(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const { body } = command
  checkArguments(body)
  const outcome = await runStatements(command, [statementOf(command, ns)], true)
  const [failure] = outcome.errors
  if (failure) throw failure.error
  return { ...outcome.results[0], ok: 1 }
}

function checkArguments(body: Document): void {
  const removes = flag(body, 'remove')
  const hasUpdate = body['update'] !== undefined
  if (!removes && !hasUpdate)
    throw new ServerError('FailedToParse', 'Either an update or remove=true must be specified')
  if (!removes) return
  if (hasUpdate) throw new ServerError('FailedToParse', 'Cannot specify both an update and remove=true')
  if (flag(body, 'upsert')) throw new ServerError('FailedToParse', 'Cannot specify both upsert=true and remove=true')
  if (flag(body, 'new')) {
    throw new ServerError(
      'FailedToParse',
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    )
  }
}

function statementOf(command: Command, ns: string): Statement {
  const { body } = command
  const { store } = command.services
  const filter = documentField(body, 'query') ?? {}
  const collection = store.catalogue.get(ns)
  const question = { ...questionOf(body, collection), filter }
  const matches = new Matches(store, ns, { question, multi: false })
  const projection = documentField(body, 'fields')
  const project = projectionOf({ collation: undefined, ...(projection ? { projection } : {}), ...question })
  const shown = (document: Document | null): Document | null => (document && project ? project(document) : document)
  const arrayFilters = arrayField(body, 'arrayFilters') as Document[] | undefined
  const change = flag(body, 'remove') ? undefined : readChange(body['update'], { ...question, arrayFilters })
  return {
    step(pace: Pace) {
      const match = matches.next(pace)
      if (match === 'later') return undefined
      if (!match && change && flag(body, 'upsert')) {
        const upserted = insertForUpsert(store, ns, { filter, change })
        const value = flag(body, 'new') ? shown(upserted) : null
        return { lastErrorObject: { n: 1, updatedExisting: false, upserted: upserted['_id'] }, value }
      }
      if (!match) return { lastErrorObject: { n: 0, ...(change ? { updatedExisting: false } : {}) }, value: null }
      if (!change) {
        store.records.remove(match.collection, match)
        return { lastErrorObject: { n: 1 }, value: shown(match.document) }
      }
      const { document } = replaceMatch(store, match, change)
      return {
        lastErrorObject: { n: 1, updatedExisting: true },
        value: shown(flag(body, 'new') ? document : match.document),
      }
    },
  }
}
