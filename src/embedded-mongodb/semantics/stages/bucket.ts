import { compareValues, rankOf } from '../compare.ts'
import { compileExpression } from '../expressions/compile.ts'
import { describe } from '../describe.ts'
import { typeName } from '../types.ts'
import { type Document, isDocument, toNumber } from '../values.ts'
import { Grouping, groupFields } from './group.ts'
import { Memory } from './memory.ts'
import { type CompileStage, type Documents, type PipelineContext, fail } from './types.ts'

const counting = { count: { $sum: 1 } }

function outputOf(operand: Document, code: number): Document {
  const output = operand['output'] ?? counting
  if (isDocument(output)) return output
  throw fail(code, `The $bucket 'output' field must be an object, but found type: ${typeName(output)}.`)
}

/**
 * `$bucket`: constant boundaries, the lower one included; empty buckets are left out. Throws ServerError with the stage's own numbers,
 * while reading 40066 for a value outside of all boundaries without a `default`.
 */
export const bucketStage: CompileStage = ({ operand, context }) => {
  if (!isDocument(operand))
    throw fail(40201, `Argument to $bucket stage must be an object, but found type: ${typeName(operand)}.`)
  const unknown = Object.keys(operand).find((key) => !['groupBy', 'boundaries', 'default', 'output'].includes(key))
  if (unknown !== undefined) throw fail(40197, `Unrecognized option to $bucket: ${unknown}.`)
  if (operand['groupBy'] === undefined || operand['boundaries'] === undefined) {
    throw fail(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.")
  }
  const boundaries = boundariesOf(operand['boundaries'], context)
  const otherwise = operand['default'] === undefined ? undefined : compileExpression(operand['default'], context)({})
  const valueOf = compileExpression(operand['groupBy'], context)
  const fields = groupFields(outputOf(operand, 40196), context)
  async function* stream(source: Documents) {
    const grouping = new Grouping(fields, context)
    for await (const doc of source) grouping.add(bucketOf(valueOf(doc), boundaries, otherwise), doc)
    yield* [...grouping.results()].sort((a, b) => compareValues(a['_id'], b['_id'], context.collation))
  }
  return { stream }
}

function boundariesOf(operand: unknown, context: PipelineContext): unknown[] {
  if (!Array.isArray(operand)) {
    throw fail(40200, `The $bucket 'boundaries' field must be an array, but found type: ${typeName(operand)}.`)
  }
  const values = operand.map((boundary: unknown) => compileExpression(boundary, context)({}))
  if (values.length < 2) {
    throw fail(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${values.length} value(s).`,
    )
  }
  values.forEach((value, index) => {
    if (index === 0) return
    const before = values[index - 1]
    if (rankOf(before) !== rankOf(value)) {
      throw fail(
        40193,
        `All values in the the 'boundaries' option to $bucket must have the same type. Found conflicting types ${typeName(before)} and ${typeName(value)}.`,
      )
    }
    if (compareValues(before, value) >= 0) {
      throw fail(
        40194,
        `The 'boundaries' option to $bucket must be sorted, but elements ${index - 1} and ${index} are not in ascending order (${describe(before)} is not less than ${describe(value)}).`,
      )
    }
  })
  return values
}

function bucketOf(value: unknown, boundaries: readonly unknown[], otherwise: unknown): unknown {
  const above = boundaries.findIndex((boundary) => compareValues(value, boundary) < 0)
  if (above > 0) return boundaries[above - 1]
  if (otherwise !== undefined) return otherwise
  throw fail(40066, '$switch could not find a matching branch for an input, and no default was specified.')
}

/** `$bucketAuto`: holds all documents, within the memory of a stage. `granularity` is refused with 40257. */
export const bucketAutoStage: CompileStage = ({ operand, context }) => {
  if (!isDocument(operand)) {
    throw fail(40240, `The argument to $bucketAuto must be an object, but found type: ${typeName(operand)}.`)
  }
  if (operand['granularity'] !== undefined)
    throw fail(40257, `Unknown rounding granularity '${describe(operand['granularity'])}'`)
  const buckets = toNumber(operand['buckets'])
  if (buckets === undefined || operand['groupBy'] === undefined) {
    throw fail(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified.")
  }
  if (!Number.isInteger(buckets) || buckets < 1) {
    throw fail(40243, `The $bucketAuto 'buckets' field must be greater than 0, but found: ${buckets}.`)
  }
  const valueOf = compileExpression(operand['groupBy'], context)
  const fields = groupFields(outputOf(operand, 40244), context)
  async function* stream(source: Documents) {
    const memory = new Memory(context.memoryLimit, '$bucketAuto exceeded the memory limit')
    const entries: { value: unknown; doc: Document }[] = []
    for await (const doc of source) {
      memory.hold(doc)
      entries.push({ value: valueOf(doc) ?? null, doc })
    }
    entries.sort((a, b) => compareValues(a.value, b.value, context.collation))
    yield* evenBuckets(entries, buckets ?? 1, () => new Grouping(fields, context))
  }
  return { stream }
}

interface Entry {
  value: unknown
  doc: Document
}

/** Equal shares, each stretched so that equal values stay together. */
function* evenBuckets(entries: readonly Entry[], buckets: number, makeGroup: () => Grouping): Generator<Document> {
  const size = Math.max(1, Math.round(entries.length / buckets))
  let start = 0
  for (let made = 1; start < entries.length; made++) {
    let end = made === buckets ? entries.length : Math.min(entries.length, start + size)
    while (end < entries.length && compareValues(entries[end]?.value, entries[end - 1]?.value) === 0) end++
    const min = entries[start]?.value
    const max = end < entries.length ? entries[end]?.value : entries[end - 1]?.value
    const grouping = makeGroup()
    for (const { doc } of entries.slice(start, end)) grouping.add({ min, max }, doc)
    yield* grouping.results()
    start = end
  }
}
