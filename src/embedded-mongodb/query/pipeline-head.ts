import { isDocument, toNumber, type Document } from '../semantics/index.ts'

/** The stages at a pipeline's front that are done as a find does them, and the rest. */
export interface PipelineHead {
  filter: Document
  sort: Document | undefined
  skip: number
  limit: number
  rest: Document[]
}

/** Takes `$match`, `$sort`, `$skip` and `$limit`, each at most once and in this order, from the front of a pipeline. */
export function splitPipeline(stages: Document[]): PipelineHead {
  const head: PipelineHead = { filter: {}, sort: undefined, skip: 0, limit: 0, rest: [] }
  let at = 0
  const take = (name: string): unknown => {
    const stage = stages[at]
    if (!stage || Object.keys(stage).length !== 1 || !(name in stage)) return undefined
    return stage[name]
  }
  const filters: Document[] = []
  for (let filter = take('$match'); isDocument(filter); filter = take('$match')) {
    filters.push(filter)
    at++
  }
  head.filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {})
  const sort = take('$sort')
  if (isDocument(sort) && isPlainSort(sort)) {
    head.sort = sort
    at++
  }
  const skip = toNumber(take('$skip'))
  if (skip !== undefined && Number.isInteger(skip) && skip >= 0) {
    head.skip = skip
    at++
  }
  const limit = toNumber(take('$limit'))
  if (limit !== undefined && Number.isInteger(limit) && limit > 0) {
    head.limit = limit
    at++
  }
  head.rest = stages.slice(at)
  return head
}

function isPlainSort(sort: Document): boolean {
  const directions = Object.values(sort).map(toNumber)
  return directions.length > 0 && directions.every((direction) => direction === 1 || direction === -1)
}
