import { ServerError } from '../errors.ts'
import type { Pace } from '../query/pace.ts'
import type { Document } from '../semantics/index.ts'
import { documentField, documentsOf, namespaceOf, numberField, type Command, type Reply } from './command.ts'
import { questionOf } from './find.ts'
import { checkBatch } from './insert.ts'
import { checkFields } from './known-fields.ts'
import { Matches } from './matches.ts'
import { runStatements, writeErrors, type Statement } from './statements.ts'

/** Replies `{ n, writeErrors? }`, `n` being the number of documents removed. Throws ServerError for a statement that can't be read. */
export async function deleteDocuments(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const deletes = documentsOf(command, 'deletes')
  checkBatch(deletes.length)
  for (const statement of deletes) checkFields('delete.deletes', statement)
  const statements = deletes.map((statement) => deleteStatement(command, ns, statement))
  const outcome = await runStatements(command, statements, command.body['ordered'] !== false)
  const n = outcome.results.reduce((sum, result) => sum + Number(result?.['n'] ?? 0), 0)
  return { n, ...writeErrors(outcome), ok: 1 }
}

/** One of a delete command's statements: `{ q, limit, collation, hint }` with the limit 0 (all) or 1. */
export function deleteStatement(command: Command, ns: string, statement: Document): Statement {
  const { store } = command.services
  const limit = numberField(statement, 'limit') ?? 0
  if (limit !== 0 && limit !== 1) {
    throw new ServerError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`)
  }
  const multi = limit === 0
  const collection = store.catalogue.get(ns)
  const filter = documentField(statement, 'q') ?? {}
  const question = { ...questionOf({ ...statement, let: command.body['let'] }, collection), filter }
  const matches = new Matches(store, ns, { question, multi })
  let n = 0
  return {
    step(pace: Pace) {
      for (let match = matches.next(pace); match; match = multi ? matches.next(pace) : undefined) {
        if (match === 'later') return undefined
        store.records.remove(match.collection, match)
        n++
        if (multi && pace.isOver()) return undefined
      }
      return { n }
    },
  }
}
