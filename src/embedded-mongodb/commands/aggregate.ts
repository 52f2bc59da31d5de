import { ServerError } from '../errors.ts'
import { orderedRows } from '../query/find-rows.ts'
import { Pace } from '../query/pace.ts'
import { splitPipeline } from '../query/pipeline-head.ts'
import { choosePlan } from '../query/planner.ts'
import { documentOf } from '../query/scan.ts'
import {
  compileFilter,
  encode,
  isDocument,
  runPipeline,
  splitOutput,
  type Document,
  type Documents,
} from '../semantics/index.ts'
import type { Collection } from '../storage/collection.ts'
import { arrayField, collationOf, documentField, flag, namespaceOf, type Command, type Reply } from './command.ts'
import { countMatches } from './count.ts'
import { checkDeadline, deadlineOf } from './deadline.ts'
import { explainAggregate } from './explain.ts'
import { batchSizeOf, questionOf } from './find.ts'
import { indexStatistics, statisticsStage } from './pipeline-sources.ts'
import { writeOutput } from './pipeline-output.ts'
import { sessionName } from './session-name.ts'

/** The same as MongoDB's limit for a stage that holds documents. */
export const stageMemory = 100 * 1024 * 1024

export async function aggregate(command: Command): Promise<Reply> {
  const { body, services, db } = command
  const stages = stagesOf(body)
  const ns = body['aggregate'] === 1 ? `${db}.$cmd.aggregate` : namespaceOf(command)
  if (flag(body, 'explain')) return explainAggregate(command, ns)
  const cursor = documentField(body, 'cursor')
  if (!cursor)
    throw new ServerError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    )
  const { pipeline, output } = splitOutput(stages)
  const rows = await pipelineRows(command, ns, pipeline)
  const opening = { ns, rows: encoded(rows), session: sessionName(body) }
  const batchSize = batchSizeOf(cursor)
  if (!output) return await services.cursors.start(opening, { batchSize, single: false })
  await writeOutput(command, output, rows)
  return await services.cursors.start({ ns, rows: [].values() }, { batchSize, single: false })
}

export function stagesOf(body: Document): Document[] {
  const stages = arrayField(body, 'pipeline')
  if (!stages) throw new ServerError('TypeMismatch', "'pipeline' option must be specified as an array")
  return stages.map((stage) => {
    if (!isDocument(stage))
      throw new ServerError('TypeMismatch', "Each element of the 'pipeline' array must be an object")
    return stage
  })
}

/** The documents that a pipeline gives. Its first stages choose the plan: an index serves them as it serves a find. */
async function pipelineRows(command: Command, ns: string, stages: Document[]): Promise<Documents> {
  const { body, services } = command
  const collection = services.store.catalogue.get(ns)
  const first = stages[0] ?? {}
  if ('$collStats' in first)
    return run({ command, collection }, stages.slice(1), statisticsStage(first['$collStats'], collection, ns))
  if ('$indexStats' in first) return run({ command, collection }, stages.slice(1), indexStatistics(collection))
  const counted = collection && (await countedOnly(command, collection, stages))
  if (counted) return counted
  const head = splitPipeline(stages)
  const source = collection ? headRows(command, collection, head) : []
  if (!collection) compileFilter(head.filter)
  collationOf(body, collection)
  return run({ command, collection }, head.rest, source)
}

async function* headRows(command: Command, collection: Collection, head: ReturnType<typeof splitPipeline>) {
  const { body, services } = command
  const { environment } = services.store
  const question = questionOf(body, collection)
  const sort = head.sort ? { sort: head.sort } : {}
  const plan = choosePlan(collection, { ...question, ...sort, filter: head.filter })
  const pace = new Pace()
  const deadline = deadlineOf(body)
  const order = { ...sort, skip: head.skip, limit: head.limit, collation: question.collation }
  for (const row of orderedRows({ environment, collection, plan }, order)) {
    if (row) yield documentOf(row)
    else {
      checkDeadline(deadline)
      await pace.giveWay()
    }
  }
}

function run(
  of: { command: Command; collection: Collection | undefined },
  stages: Document[],
  source: Documents,
): Documents {
  if (stages.length === 0) return source
  const { command, collection } = of
  const { body, db, services } = command
  const collation = collationOf(body, collection)
  const variables = documentField(body, 'let')
  return runPipeline(stages, source, {
    collection: (name, filter) => otherCollection(command, `${db}.${name}`, filter ?? {}),
    isIndexed: (name, path) => isIndexed(services.store.catalogue.get(`${db}.${name}`), path),
    memoryLimit: stageMemory,
    ...(collation ? { collation } : {}),
    ...(variables ? { variables } : {}),
  })
}

/** For stages that read another collection, with the part of their filter that an index may serve. */
function otherCollection(command: Command, ns: string, filter: Document): Documents {
  const collection = command.services.store.catalogue.get(ns)
  if (!collection) return []
  const { maxTimeMS } = command.body
  return headRows({ ...command, body: { maxTimeMS } }, collection, {
    filter,
    skip: 0,
    limit: 0,
    rest: [],
    sort: undefined,
  })
}

function isIndexed(collection: Collection | undefined, path: string): boolean {
  return (
    collection?.indexes.some(
      (index) => index.ready && !index.partial && !index.sparse && !index.collation && index.key[0]?.[0] === path,
    ) ?? true
  )
}

/** What drivers send for countDocuments: answered without reading documents where an index decides. */
async function countedOnly(
  command: Command,
  collection: Collection,
  stages: Document[],
): Promise<Document[] | undefined> {
  const [first = {}, second = {}, third] = stages
  const filter = '$match' in first ? first['$match'] : {}
  const group = '$match' in first ? second['$group'] : first['$group']
  if (third || !isDocument(group) || !isDocument(filter)) return undefined
  if (stages.length !== ('$match' in first ? 2 : 1)) return undefined
  const { _id, n, ...others } = group
  const isCount = _id === 1 && isDocument(n) && n['$sum'] === 1 && Object.keys(n).length === 1
  if (!isCount || Object.keys(others).length > 0) return undefined
  const found = await countMatches(command, collection, filter)
  return found === 0 ? [] : [{ _id: 1, n: found }]
}

async function* encoded(rows: Documents): AsyncGenerator<Buffer | undefined> {
  const pace = new Pace()
  let since = 0
  for await (const document of rows) {
    yield encode(document)
    if (++since % 64 === 0) await pace.giveWay()
  }
}
