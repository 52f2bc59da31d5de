import { ServerError } from '../errors.ts'
import { orderedRows } from '../query/find-rows.ts'
import { Pace } from '../query/pace.ts'
import { splitPipeline, type PipelineHead } from '../query/pipeline-head.ts'
import type { Question } from '../query/plan.ts'
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
import type { Environment } from '../storage/environment.ts'
import { documentField, flag, namespaceOf, type Command, type Reply } from './command.ts'
import { countMatches } from './count.ts'
import { checkDeadline, deadlineOf } from './deadline.ts'
import { explainAggregate } from './explain.ts'
import { batchSizeOf, questionOf } from './find.ts'
import { indexStatistics, statisticsStage } from './pipeline-sources.ts'
import { writeOutput } from './pipeline-output.ts'
import { stagesOf } from './pipeline-stages.ts'
import { sessionName } from './session-name.ts'

/** The same as MongoDB's limit for a stage that holds documents. */
const stageMemory = 100 * 1024 * 1024

/** A pipeline's command and what it reads from. */
interface Reading {
  command: Command
  ns: string
  collection: Collection | undefined
  question: Omit<Question, 'filter'>
}

/**
 * Replies with a cursor over the pipeline's documents, which are computed as they are asked for; with `explain` as explain does. A
 * pipeline that ends in `$out` or `$merge` is run to its end first and gives an empty cursor. Throws ServerError.
 */
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
  const collection = services.store.catalogue.get(ns)
  const question = questionOf(body, collection)
  const rows = await pipelineRows({ command, ns, collection, question }, pipeline)
  const opening = { ns, rows: encoded(rows, services.store.environment), session: sessionName(body) }
  const batchSize = batchSizeOf(cursor)
  if (!output) return await services.cursors.start(opening, { batchSize, single: false })
  await writeOutput(command, output, { rows, options: question })
  return await services.cursors.start({ ns, rows: [].values() }, { batchSize, single: false })
}

/** The documents that a pipeline gives. Its first stages choose the plan: an index serves them as it serves a find. */
async function pipelineRows(reading: Reading, stages: Document[]): Promise<Documents> {
  const { command, ns, collection, question } = reading
  const first = stages[0] ?? {}
  if ('$collStats' in first) return run(reading, stages.slice(1), statisticsStage(first['$collStats'], collection, ns))
  if ('$indexStats' in first) return run(reading, stages.slice(1), indexStatistics(collection))
  const counted = collection && (await countedOnly(command, collection, stages))
  if (counted) return counted
  const head = splitPipeline(stages)
  if (!collection) compileFilter(head.filter, question)
  const source = collection ? headRows(command, collection, { ...head, question }) : []
  return run(reading, head.rest, source)
}

/** What is read by the storage engine itself: the front of a pipeline, or what a stage asks for of another collection. */
type Head = Pick<PipelineHead, 'filter' | 'sort' | 'skip' | 'limit'> & Pick<Reading, 'question'>

async function* headRows(command: Command, collection: Collection, head: Head) {
  const { body, services } = command
  const { environment } = services.store
  const { question, filter, skip, limit } = head
  const sort = head.sort ? { sort: head.sort } : {}
  const plan = choosePlan(collection, { ...question, ...sort, filter })
  const pace = new Pace(environment)
  const deadline = deadlineOf(body)
  const order = { ...sort, skip, limit, collation: question.collation }
  for (const row of orderedRows({ environment, collection, plan }, order)) {
    if (row) yield documentOf(row)
    else {
      checkDeadline(deadline)
      await pace.giveWay()
    }
  }
}

function run(reading: Reading, stages: Document[], source: Documents): Documents {
  if (stages.length === 0) return source
  const { db, services } = reading.command
  const { collation, variables } = reading.question
  return runPipeline(stages, source, {
    collection: (name, filter) => otherCollection(reading, `${db}.${name}`, filter ?? {}),
    isIndexed: (name, path) => isIndexed(services.store.catalogue.get(`${db}.${name}`), path),
    memoryLimit: stageMemory,
    ...{ collation, variables },
  })
}

/** For stages that read another collection, with the part of their filter that an index may serve. */
function otherCollection({ command, question }: Reading, ns: string, filter: Document): Documents {
  const collection = command.services.store.catalogue.get(ns)
  if (!collection) return []
  const { collation, variables } = question
  const asked = { ...(collation ? { collation } : {}), ...(variables ? { variables } : {}) }
  return headRows(command, collection, { filter, skip: 0, limit: 0, sort: undefined, question: asked })
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

async function* encoded(rows: Documents, environment: Environment): AsyncGenerator<Buffer | undefined> {
  const pace = new Pace(environment)
  let since = 0
  for await (const document of rows) {
    yield encode(document)
    if (++since % 64 === 0) await pace.giveWay()
  }
}
