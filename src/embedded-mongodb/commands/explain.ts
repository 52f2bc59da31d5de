import { ServerError } from '../errors.ts'
import { orderedRows } from '../query/find-rows.ts'
import { Pace } from '../query/pace.ts'
import { describeBounds } from '../query/describe-bounds.ts'
import { splitPipeline } from '../query/pipeline-head.ts'
import type { Plan } from '../query/plan.ts'
import { choosePlan } from '../query/planner.ts'
import { isDocument, type Document } from '../semantics/index.ts'
import { keyDocument, type Collection } from '../storage/collection.ts'
import { arrayField, documentField, namespaceOf, numberField, type Command, type Reply } from './command.ts'
import { questionOf } from './find.ts'
import { serverVersion } from './hello.ts'
import { stagesOf } from './pipeline-stages.ts'

interface Asked {
  filter: Document
  sort: Document | undefined
  projection: Document | undefined
  skip: number
  limit: number
}

/**
 * Explains the command in `body.explain`: find, count, distinct, findAndModify, aggregate, or the first statement of update and delete.
 * Runs the reading part only, and not even that with the verbosity `queryPlanner`. Throws ServerError CommandNotFound for other commands.
 */
export async function explain(command: Command): Promise<Reply> {
  const inner = documentField(command.body, 'explain')
  if (!inner)
    throw new ServerError('TypeMismatch', "BSON field 'explain.explain' is the wrong type, expected type 'object'")
  const name = Object.keys(inner)[0] ?? ''
  const explained: Command = { ...command, name, body: inner }
  const ns = namespaceOf(explained)
  if (name === 'aggregate') return explainAggregate(explained, ns, command.body['verbosity'])
  return explainPlan(explained, { ns, asked: askedBy(name, inner), verbosity: command.body['verbosity'] })
}

/**
 * Explains the front of a pipeline that the storage engine reads as a find; the stages after it are shown as they were given.
 * `verbosity` is `queryPlanner` when left out.
 */
export async function explainAggregate(command: Command, ns: string, verbosity?: unknown): Promise<Document> {
  const head = splitPipeline(stagesOf(command.body))
  const asked = { ...head, projection: undefined }
  const cursor = await explainPlan(command, { ns, asked, verbosity: verbosity ?? 'queryPlanner' })
  if (head.rest.length === 0) return cursor
  const { queryPlanner, executionStats, serverInfo } = cursor
  const first = { $cursor: { queryPlanner, ...(executionStats ? { executionStats } : {}) } }
  return { explainVersion: '1', stages: [first, ...head.rest], serverInfo, ok: 1 }
}

function askedBy(name: string, body: Document): Asked {
  const statement = (arrayField(body, 'updates') ?? arrayField(body, 'deletes') ?? [])[0]
  const first = isDocument(statement) ? statement : {}
  const filters: Record<string, unknown> = {
    ...{ find: body['filter'], count: body['query'], distinct: body['query'], findAndModify: body['query'] },
    ...{ update: first['q'], delete: first['q'] },
  }
  if (!(name in filters)) throw new ServerError('CommandNotFound', `Explain failed due to unknown command: ${name}`)
  const filter = filters[name]
  const projection = documentField(body, 'projection')
  return {
    filter: isDocument(filter) ? filter : {},
    ...{ sort: documentField(body, 'sort'), projection },
    ...{ skip: numberField(body, 'skip') ?? 0, limit: Math.abs(numberField(body, 'limit') ?? 0) },
  }
}

async function explainPlan(command: Command, of: { ns: string; asked: Asked; verbosity: unknown }): Promise<Document> {
  const { ns, asked } = of
  const collection = command.services.store.catalogue.get(ns)
  const question = { ...questionOf({ ...command.body, sort: asked.sort }, collection), filter: asked.filter }
  const plan = collection ? choosePlan(collection, question) : undefined
  const winningPlan = describePlan(plan, asked)
  const queryPlanner = {
    ...{ namespace: ns, indexFilterSet: false, parsedQuery: asked.filter, winningPlan, rejectedPlans: [] },
  }
  const stats =
    of.verbosity === 'queryPlanner' || !collection || !plan ? {} : await execute(command, { collection, plan, asked })
  const serverInfo = { host: command.services.address, version: serverVersion }
  return { explainVersion: '1', queryPlanner, ...stats, command: command.body, serverInfo, ok: 1 }
}

/** The stages, the last one outermost, as MongoDB shows them. */
function describePlan(plan: Plan | undefined, asked: Asked): Document {
  if (!plan) return { stage: 'EOF' }
  let stage = accessStage(plan)
  const isSorted = plan.sorted || !asked.sort || Object.keys(asked.sort).length === 0
  if (!isSorted)
    stage = { stage: 'SORT', sortPattern: asked.sort, memLimit: 104857600, ...limitOf(asked), inputStage: stage }
  if (asked.skip > 0) stage = { stage: 'SKIP', skipAmount: asked.skip, inputStage: stage }
  if (isSorted && asked.limit > 0) stage = { stage: 'LIMIT', ...limitOf(asked), inputStage: stage }
  if (asked.projection && Object.keys(asked.projection).length > 0) {
    stage = { stage: 'PROJECTION_DEFAULT', transformBy: asked.projection, inputStage: stage }
  }
  return stage
}

function limitOf({ limit, skip }: Asked): Document {
  return limit > 0 ? { limitAmount: limit + skip } : {}
}

function accessStage(plan: Plan): Document {
  const direction = plan.reverse ? 'backward' : 'forward'
  if (plan.stage === 'COLLSCAN') return { stage: 'COLLSCAN', direction }
  if (plan.stage === 'IDHACK') return { stage: 'IDHACK' }
  if (plan.branches) {
    const inputStages = plan.branches.map((branch) => indexStage(branch, 'forward'))
    return { stage: 'FETCH', inputStage: { stage: 'OR', inputStages } }
  }
  if (!plan.index) return { stage: 'EOF' }
  const scan = indexStage(plan, direction)
  return { stage: 'FETCH', inputStage: plan.merge ? { stage: 'SORT_MERGE', inputStages: [scan] } : scan }
}

function indexStage(plan: Plan, direction: string): Document {
  const { index } = plan
  if (!index) return { stage: 'EOF' }
  return {
    ...{
      stage: 'IXSCAN',
      keyPattern: keyDocument(index),
      indexName: index.name,
      isMultiKey: index.multikey.some(Boolean),
    },
    ...{
      isUnique: index.unique,
      isSparse: index.sparse,
      isPartial: index.partial !== undefined,
      indexVersion: 2,
      direction,
    },
    indexBounds: Object.fromEntries(index.key.map(([path]) => [path, describeBounds(plan.bounds.get(path) ?? {})])),
  }
}

async function execute(command: Command, of: { collection: Collection; plan: Plan; asked: Asked }): Promise<Document> {
  const { asked, collection, plan } = of
  const { environment } = command.services.store
  const began = performance.now()
  const pace = new Pace(environment)
  let nReturned = 0
  const order = { ...(asked.sort ? { sort: asked.sort } : {}), skip: asked.skip, limit: asked.limit }
  const collation = questionOf(command.body, collection).collation
  for (const row of orderedRows({ environment, collection, plan }, { ...order, collation })) {
    if (row) nReturned++
    else await pace.giveWay()
  }
  const { keys, documents } = plan.examined
  const executionStats = {
    ...{ executionSuccess: true, nReturned, executionTimeMillis: Math.round(performance.now() - began) },
    ...{ totalKeysExamined: keys, totalDocsExamined: documents },
    executionStages: { ...describePlan(plan, asked), nReturned, docsExamined: documents },
  }
  return { executionStats }
}
