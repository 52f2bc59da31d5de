import { ServerError } from '../errors.ts'
import { Pace } from '../query/pace.ts'
import { choosePlan } from '../query/planner.ts'
import { documentOf, records, scan } from '../query/scan.ts'
import { type Document, DistinctValues } from '../semantics/index.ts'
import type { Collection } from '../storage/collection.ts'
import { collationOf, documentField, namespaceOf, numberField, type Command, type Reply } from './command.ts'
import { checkDeadline, deadlineOf } from './deadline.ts'
import { questionOf } from './find.ts'

/**
 * Replies `{ n }`: the documents that match `query`, less `skip`, at most `limit` (0 for all). Throws ServerError BadValue for a
 * negative skip.
 */
export async function count(command: Command): Promise<Reply> {
  const collection = command.services.store.catalogue.get(namespaceOf(command))
  const { body } = command
  const filter = documentField(body, 'query') ?? {}
  const skip = numberField(body, 'skip') ?? 0
  const limit = Math.abs(numberField(body, 'limit') ?? 0)
  if (skip < 0) throw new ServerError('BadValue', 'Skip value must be non-negative')
  const found = collection ? await countMatches(command, collection, filter) : 0
  const rest = Math.max(0, found - skip)
  return { n: limit > 0 ? Math.min(limit, rest) : rest, ok: 1 }
}

/** How many documents match: known for all of a collection, and read from the index alone where that decides. */
export async function countMatches(command: Command, collection: Collection, filter: Document): Promise<number> {
  if (Object.keys(filter).length === 0) return collection.count
  const plan = choosePlan(collection, { ...questionOf(command.body, collection), filter })
  const { environment } = command.services.store
  const deadline = deadlineOf(command.body)
  const pace = new Pace(environment)
  let n = 0
  let since = 0
  const source = { environment, collection, plan }
  const isCovered = !plan.filter && !plan.index?.multikey.some(Boolean)
  for (const row of isCovered ? records(source) : scan(source)) {
    if (row !== undefined) n++
    if (row !== undefined && ++since % 64 !== 0) continue
    checkDeadline(deadline)
    await pace.giveWay()
  }
  return n
}

/**
 * Replies `{ values }`: what stands at the path `key` in the documents that match `query`, elements of arrays one by one, in order and
 * each once. Throws ServerError TypeMismatch when `key` is no text.
 */
export async function distinct(command: Command): Promise<Reply> {
  const { body, services } = command
  const collection = services.store.catalogue.get(namespaceOf(command))
  const key = body['key']
  if (typeof key !== 'string') {
    throw new ServerError('TypeMismatch', "BSON field 'distinct.key' is the wrong type, expected type 'string'")
  }
  if (!collection) return { values: [], ok: 1 }
  const plan = choosePlan(collection, { ...questionOf(body, collection), filter: documentField(body, 'query') ?? {} })
  const pace = new Pace(services.store.environment)
  const deadline = deadlineOf(body)
  const values = new DistinctValues(key, collationOf(body, collection))
  for (const row of scan({ environment: services.store.environment, collection, plan })) {
    if (row) values.add(documentOf(row))
    else {
      checkDeadline(deadline)
      await pace.giveWay()
    }
  }
  return { values: values.result(), ok: 1 }
}
