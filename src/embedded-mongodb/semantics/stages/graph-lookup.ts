import { ServerError } from '../../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import { pathKeys, readField, withField } from '../expressions/field-path.ts'
import { compileFilter } from '../filter/index.ts'
import { sortableKey } from '../keys.ts'
import { typeName } from '../types.ts'
import { type Document, isDocument, toNumber } from '../values.ts'
import { Memory } from './memory.ts'
import { type CompileStage, type Documents, type PipelineContext, fail } from './types.ts'

interface GraphLookup {
  readonly from: string
  readonly as: string[]
  readonly connectFrom: string[]
  readonly connectTo: string
  readonly startWith: (doc: Document) => unknown
  readonly maxDepth: number
  readonly depthKeys: string[] | undefined
  readonly restriction: Document
}

/** `$graphLookup`: one query for each depth, every document found once; those found have to fit into the memory of a stage. */
export const graphLookupStage: CompileStage = ({ operand, context }) => {
  const lookup = parseGraphLookup(operand, context)
  async function* stream(source: Documents) {
    for await (const doc of source) yield withField(doc, lookup.as, await reached(doc, lookup, context))
  }
  return { stream }
}

function parseGraphLookup(operand: unknown, context: PipelineContext): GraphLookup {
  if (!isDocument(operand)) {
    throw new ServerError(
      'FailedToParse',
      `the $graphLookup stage specification must be an object, but found ${typeName(operand)}`,
    )
  }
  for (const key of ['from', 'startWith', 'connectFromField', 'connectToField', 'as']) {
    if (operand[key] === undefined) {
      throw fail(
        40105,
        `$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and 'connectToField' to be specified.`,
      )
    }
  }
  const text = (key: string): string => {
    const value = operand[key]
    if (typeof value !== 'string')
      throw fail(40103, `expected string as argument for ${key}, found: ${typeName(value)}`)
    return value
  }
  const maxDepth = operand['maxDepth'] === undefined ? Infinity : toNumber(operand['maxDepth'])
  if (maxDepth === undefined)
    throw fail(40100, `maxDepth must be numeric, found type: ${typeName(operand['maxDepth'])}`)
  if (maxDepth < 0) throw fail(40101, `maxDepth requires a nonnegative argument, found: ${maxDepth}`)
  const restriction = operand['restrictSearchWithMatch'] ?? {}
  if (!isDocument(restriction))
    throw fail(40185, `restrictSearchWithMatch must be an object, found ${typeName(restriction)}`)
  compileFilter(restriction, context)
  return {
    from: text('from'),
    as: pathKeys(text('as')),
    connectFrom: pathKeys(text('connectFromField')),
    connectTo: text('connectToField'),
    startWith: compileExpression(operand['startWith'], context),
    maxDepth,
    depthKeys: operand['depthField'] === undefined ? undefined : pathKeys(text('depthField')),
    restriction,
  }
}

/** The documents that lead on from one to the next, breadth first, each once. */
async function reached(doc: Document, lookup: GraphLookup, context: PipelineContext): Promise<Document[]> {
  const memory = new Memory(context.memoryLimit, '$graphLookup reached maximum memory consumption')
  const seen = new Set<string>()
  const found: Document[] = []
  let frontier = listed(lookup.startWith(doc) ?? null)
  for (let depth = 0; depth <= lookup.maxDepth && frontier.length > 0; depth++) {
    const next: unknown[] = []
    for await (const reachedDoc of matching(frontier, lookup, context)) {
      const key = sortableKey(reachedDoc['_id']).toString('latin1')
      if (seen.has(key)) continue
      seen.add(key)
      memory.hold(reachedDoc)
      found.push(lookup.depthKeys ? withField(reachedDoc, lookup.depthKeys, BigInt(depth)) : reachedDoc)
      const onward = readField(reachedDoc, lookup.connectFrom)
      if (onward !== undefined) next.push(...listed(onward))
    }
    frontier = next
  }
  return found
}

async function* matching(values: unknown[], lookup: GraphLookup, context: PipelineContext) {
  const filter = { $and: [{ [lookup.connectTo]: { $in: values } }, lookup.restriction] }
  const compiled = compileFilter(filter, context)
  for await (const doc of context.collection(lookup.from, filter)) if (compiled.matches(doc)) yield doc
}

function listed(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}
