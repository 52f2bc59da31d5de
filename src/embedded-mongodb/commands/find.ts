import { ServerError } from '../errors.ts'
import { cursorReply } from '../protocol/reply.ts'
import { findRows, projectionOf, type FindOptions } from '../query/find-rows.ts'
import type { Question } from '../query/plan.ts'
import { choosePlan } from '../query/planner.ts'
import { compileFilter, evaluateVariables, type Document } from '../semantics/index.ts'
import type { Collection } from '../storage/collection.ts'
import { collationOf, documentField, flag, namespaceOf, numberField, type Command, type Reply } from './command.ts'
import { deadlineOf, withDeadline } from './deadline.ts'
import { sessionName } from './session-name.ts'

/**
 * Replies with a cursor over the documents found, empty when there is no such collection. Throws ServerError for unknown fields, wrong
 * values and tailable cursors.
 */
export async function find(command: Command): Promise<Reply> {
  const ns = namespaceOf(command)
  const { body, services } = command
  refuseNegativeLimit(body)
  refuseTailable(body)
  const { environment, catalogue } = services.store
  const collection = catalogue.get(ns)
  const question = questionOf(body, collection)
  const options = findOptions(body, question)
  const batchSize = batchSizeOf(body)
  projectionOf(options)
  if (!collection) {
    compileFilter(options.filter, question)
    return cursorReply({ field: 'firstBatch', id: 0n, ns }, [])
  }
  const plan = choosePlan(collection, { ...question, filter: options.filter })
  const rows = withDeadline(findRows({ environment, collection, plan }, options), deadlineOf(body))
  const isSingle = flag(body, 'singleBatch')
  const cursor = { ns, rows, session: sessionName(body), neverTimesOut: flag(body, 'noCursorTimeout') }
  return await services.cursors.start(cursor, { batchSize, single: isSingle })
}

/** What a find, or a command with the same fields, asks for. Throws ServerError for wrong values. */
function findOptions(body: Document, { collation, variables }: Omit<Question, 'filter'>): FindOptions {
  const skip = numberField(body, 'skip') ?? 0
  const limit = Math.abs(numberField(body, 'limit') ?? 0)
  if (skip < 0) throw new ServerError('Location51024', `BSON field 'skip' value must be >= 0, actual value '${skip}'`)
  const sort = documentField(body, 'sort')
  const projection = documentField(body, 'projection')
  return {
    filter: documentField(body, 'filter') ?? {},
    ...(sort ? { sort } : {}),
    ...(projection ? { projection } : {}),
    ...{ skip, limit, collation, variables },
  }
}

/**
 * The part of a command, or of a write's statement, that decides on its plan: `sort`, `hint`, `collation`, and the values of `let`.
 * Throws ServerError for wrong values.
 */
export function questionOf(body: Document, collection: Collection | undefined): Omit<Question, 'filter'> {
  const collation = collationOf(body, collection)
  const sort = documentField(body, 'sort')
  const variables = documentField(body, 'let')
  return {
    ...(sort && Object.keys(sort).length > 0 ? { sort } : {}),
    ...(body['hint'] === undefined ? {} : { hint: body['hint'] }),
    ...(collation ? { collation } : {}),
    ...(variables ? { variables: evaluateVariables(variables, { collation }) } : {}),
  }
}

/** `batchSize` of a body or a `cursor` option; undefined for the default. Throws ServerError 51024 for a negative one. */
export function batchSizeOf(body: Document): number | undefined {
  const size = numberField(body, 'batchSize')
  if (size !== undefined && size < 0) {
    throw new ServerError('Location51024', `BSON field 'batchSize' value must be >= 0, actual value '${size}'`)
  }
  return size
}

function refuseNegativeLimit(body: Document): void {
  const limit = numberField(body, 'limit') ?? 0
  if (limit < 0)
    throw new ServerError('Location51024', `BSON field 'limit' value must be >= 0, actual value '${limit}'`)
}

function refuseTailable(body: Document): void {
  if (!flag(body, 'tailable') && !flag(body, 'awaitData')) return
  throw new ServerError('BadValue', 'error processing query: tailable cursor requested on non capped collection')
}
