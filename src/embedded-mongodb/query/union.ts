import { type Document, analyseFilter, isDocument } from '../semantics/index.ts'
import { bestOf, type Context } from './candidates.ts'
import type { Plan } from './plan.ts'

/** More alternatives than this are better answered by one look at everything. */
const mostBranches = 100

/**
 * A plan for `$or` of which each alternative has an index: they are read one after the other, each document once. Every document is looked at,
 * as a range says no more than what one alternative needs. Undefined when one of them has no index.
 */
export function planUnion(context: Context): Plan | undefined {
  for (const alternatives of alternativesIn(context.question.filter)) {
    const branches = alternatives.length > mostBranches ? [] : branchesOf(context, alternatives)
    if (branches.length > 0 && branches.length === alternatives.length) return unionOf(branches)
  }
  return undefined
}

/** The lists of each `$or` that has to be fulfilled. */
function alternativesIn(filter: Document): Document[][] {
  return Object.entries(filter).flatMap(([key, condition]) => {
    if (!Array.isArray(condition)) return []
    const parts = (condition as unknown[]).filter(isDocument)
    if (key === '$or') return [parts]
    return key === '$and' ? parts.flatMap(alternativesIn) : []
  })
}

/** With what has to be fulfilled besides, which may narrow an alternative's ranges. */
function branchesOf(context: Context, alternatives: Document[]): Plan[] {
  const branches: Plan[] = []
  for (const alternative of alternatives) {
    const bounds = analyseFilter({ $and: [alternative, context.question.filter] })
    const best = bestOf({ ...context, bounds, sort: undefined })
    if (!best) break
    branches.push(best.plan)
  }
  return branches
}

function unionOf(branches: Plan[]): Plan {
  const examined = { keys: 0, documents: 0 }
  return {
    stage: 'OR',
    branches: branches.map((branch) => ({ ...branch, examined })),
    ranges: [],
    reverse: false,
    sorted: false,
    merge: false,
    mergeFrom: [],
    filter: undefined,
    bounds: new Map(),
    examined,
  }
}
