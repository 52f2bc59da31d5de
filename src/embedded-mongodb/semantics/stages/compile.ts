import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { type Document, fieldName, isDocument, lookupTable } from '../values.ts'
import { bucketAutoStage, bucketStage } from './bucket.ts'
import { combiningStages } from './combining.ts'
import { graphLookupStage } from './graph-lookup.ts'
import { groupStage, sortByCountStage } from './group.ts'
import { lookupStage } from './lookup.ts'
import { mingoStages } from './mingo.ts'
import { simpleStages } from './simple.ts'
import { sortStage } from './sort.ts'
import { type CompileStage, type Documents, type PipelineContext, type Stage, fail } from './types.ts'
import { unwindStage } from './unwind.ts'

const compilers = lookupTable<CompileStage>({
  ...simpleStages,
  ...combiningStages,
  ...mingoStages,
  $sort: sortStage,
  $group: groupStage,
  $sortByCount: sortByCountStage,
  $unwind: unwindStage,
  $lookup: lookupStage,
  $graphLookup: graphLookupStage,
  $bucket: bucketStage,
  $bucketAuto: bucketAutoStage,
})

/** Stages that MongoDB has and this server refuses, and those that the engine does before a pipeline is compiled. */
const refused: Partial<Record<string, string>> = {
  $geoNear: '$geoNear is not supported',
  $search: '$search is not supported',
  $searchMeta: '$searchMeta is not supported',
  $vectorSearch: '$vectorSearch is not supported',
  $changeStream: 'The $changeStream stage is only supported on replica sets',
}

/**
 * Runs a pipeline over documents. Its stages are compiled at once; documents are read as they are asked for.
 * @throws ServerError as MongoDB for unknown stages and wrong operands, at once; for what a document causes, while reading
 */
export function runStages(
  stages: readonly Document[],
  source: Documents,
  context: PipelineContext,
): AsyncIterable<Document> {
  let documents: Documents = source
  let maps: Map[] = []
  for (const stage of compileStages(stages, context)) {
    if ('map' in stage) maps.push(stage.map)
    else {
      documents = stage.stream(mapped(documents, maps))
      maps = []
    }
  }
  return asynchronous(mapped(documents, maps))
}

/** Compiles the stages without running them. Throws ServerError as MongoDB for unknown or misplaced stages and wrong operands. */
export function compileStages(stages: readonly Document[], context: PipelineContext): Stage[] {
  return stages.map((stage, index) => compileStage(stage, stages[index + 1], { context, isFirst: index === 0 }))
}

function compileStage(
  stage: Document,
  next: Document | undefined,
  { context, isFirst }: { context: PipelineContext; isFirst: boolean },
): Stage {
  const entries: [string, unknown][] = isDocument(stage) ? Object.entries(stage) : []
  const [entry] = entries
  if (!entry || entries.length !== 1) {
    throw fail(40323, 'A pipeline stage specification object must contain exactly one field.')
  }
  const [name, operand] = entry
  const compile = compilers[name]
  if (name === '$out' || name === '$merge') throw fail(40601, `${name} can only be the final stage in the pipeline`)
  if (name === '$documents' && !isFirst) throw fail(40602, '$documents is only valid as the first stage in a pipeline')
  if (!compile) {
    const message = refused[name]
    if (message) throw new ServerError('NotImplemented', message)
    throw fail(40324, `Unrecognized pipeline stage name: '${fieldName(name)}'`)
  }
  return compile({ operand, context, next, run: runStages })
}

type Map = (doc: Document) => Document | undefined

function mapped(source: Documents, maps: readonly Map[]): Documents {
  return maps.length === 0 ? source : mapping(source, maps)
}

async function* mapping(source: Documents, maps: readonly Map[]): AsyncGenerator<Document> {
  for await (const doc of source) {
    let result: Document | undefined = doc
    for (const map of maps) {
      result = map(result)
      if (result === undefined) break
    }
    if (result !== undefined) yield result
  }
}

async function* asynchronous(source: Documents): AsyncGenerator<Document> {
  try {
    yield* source
  } catch (error) {
    throw error instanceof ServerError ? whileRunning(error) : error
  }
}

const executing = 'PlanExecutor error during aggregation :: caused by :: '

/** MongoDB says where an error came from when it is found while documents are read. */
function whileRunning(error: ServerError): ServerError {
  if (error.message.startsWith(executing)) return error
  return new ServerError(error.codeName as 'BadValue', executing + error.message, {
    ...(error.info ? { info: error.info } : {}),
    ...(error.labels ? { labels: error.labels } : {}),
  })
}

/** A pipeline without its last stage when that writes (`$out`, `$merge`), and that stage. */
export function splitOutput(stages: readonly Document[]): { pipeline: Document[]; output?: Document } {
  const last = stages.at(-1)
  if (last && Object.keys(last).some((key) => key === '$out' || key === '$merge')) {
    checkOutput(last)
    return { pipeline: stages.slice(0, -1), output: last }
  }
  return { pipeline: [...stages] }
}

function checkOutput(stage: Document): void {
  if (Object.keys(stage).length !== 1) {
    throw fail(40323, `A pipeline stage specification object must contain exactly one field. Found ${describe(stage)}`)
  }
}
