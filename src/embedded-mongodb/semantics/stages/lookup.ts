import { ServerError } from '../../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import { pathKeys, readField, withField } from '../expressions/field-path.ts'
import { sortableKey } from '../keys.ts'
import { valuesAt } from '../paths.ts'
import { typeName } from '../types.ts'
import { type Document, bsonUndefined, isDocument } from '../values.ts'
import { roughSize } from './memory.ts'
import { type CompileStage, type Documents, type PipelineContext, type StageInput, collected } from './types.ts'

interface Lookup {
  readonly from: string | undefined
  readonly as: string[]
  readonly localField: string | undefined
  readonly foreignField: string | undefined
  readonly variables: Document
  readonly pipeline: Document[] | undefined
}

/**
 * `$lookup` by equal fields, by a pipeline, or by both. Reads the other collection once when it fits into the memory of a stage and has no
 * index on the field, else asks for each document. Throws ServerError FailedToParse.
 */
export const lookupStage: CompileStage = (input) => {
  const lookup = parseLookup(input.operand)
  const joined = new Join(lookup, input)
  async function* stream(source: Documents) {
    for await (const doc of source) yield withField(doc, lookup.as, await joined.matchesOf(doc))
  }
  return { stream }
}

const known = ['from', 'localField', 'foreignField', 'as', 'let', 'pipeline']

function parseLookup(operand: unknown): Lookup {
  if (!isDocument(operand)) {
    throw failed(`the $lookup stage specification must be an object, but found ${typeName(operand)}`)
  }
  const unknown = Object.keys(operand).find((key) => !known.includes(key))
  if (unknown !== undefined) throw failed(`unknown argument to $lookup: ${unknown}`)
  const { pipeline } = operand
  const variables = operand['let'] ?? {}
  if (!isDocument(variables))
    throw failed(`$lookup argument 'let: ${typeName(variables)}' must be an object, is type ${typeName(variables)}`)
  const as = textArgument(operand, 'as')
  if (as === undefined) throw failed("must specify 'as' field for a $lookup")
  const [from, localField, foreignField] = ['from', 'localField', 'foreignField'].map((key) =>
    textArgument(operand, key),
  )
  if (pipeline === undefined && (localField === undefined || foreignField === undefined)) {
    throw failed("$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified")
  }
  if ((localField === undefined) !== (foreignField === undefined)) {
    throw failed("$lookup requires both or neither of 'localField' and 'foreignField' to be specified")
  }
  if (pipeline !== undefined && !Array.isArray(pipeline)) {
    throw new ServerError('TypeMismatch', `'pipeline' option must be specified as an array`)
  }
  if (from === undefined && pipeline === undefined) throw failed("must specify 'pipeline' when 'from' is empty")
  return { from, as: pathKeys(as), localField, foreignField, variables, pipeline: pipeline as Document[] | undefined }
}

function failed(message: string): ServerError {
  return new ServerError('FailedToParse', message)
}

function textArgument(operand: Document, key: string): string | undefined {
  const value = operand[key]
  if (value === undefined || typeof value === 'string') return value
  throw failed(`$lookup argument '${key}: ${typeName(value)}' must be a string, is type ${typeName(value)}`)
}

/** A document with its place in its collection, in which order joined documents are given. */
interface Numbered {
  readonly doc: Document
  readonly number: number
}

/** Finds the documents of another collection that belong to one. */
class Join {
  private readonly lookup: Lookup
  private readonly input: StageInput
  private readonly variables: [string, (doc: Document) => unknown][]
  private index: Map<string, Numbered[]> | undefined
  private isTooLarge = false

  constructor(lookup: Lookup, input: StageInput) {
    this.lookup = lookup
    this.input = input
    this.variables = Object.entries(lookup.variables).map(([name, expression]) => [
      name,
      compileExpression(expression, input.context),
    ])
    // A pipeline that can't run has to fail even when there is no document to look up for.
    if (lookup.pipeline) input.run(lookup.pipeline, [], this.innerContext({}))
  }

  async matchesOf(doc: Document): Promise<Document[]> {
    const { localField, foreignField, pipeline, from } = this.lookup
    const { context, run } = this.input
    const equal =
      localField === undefined || foreignField === undefined
        ? undefined
        : await this.equalTo(doc, localField, foreignField)
    if (!pipeline) return equal ?? []
    const source = equal ?? (from === undefined ? [] : context.collection(from, leadingFilter(pipeline)))
    return collected(run(pipeline, source, this.innerContext(doc)))
  }

  private innerContext(doc: Document): PipelineContext {
    const variables: Document = { ...this.input.context.variables }
    for (const [name, evaluate] of this.variables) variables[name] = evaluate(doc)
    return { ...this.input.context, variables }
  }

  private async equalTo(doc: Document, localField: string, foreignField: string): Promise<Document[]> {
    const { context } = this.input
    const from = this.lookup.from ?? ''
    const wanted = localValues(doc, localField)
    if (context.isIndexed?.(from, foreignField)) return this.asked(from, foreignField, wanted)
    this.index ??= await this.indexed(from, foreignField)
    if (this.isTooLarge) return this.asked(from, foreignField, wanted)
    const { index } = this
    const found = new Set(wanted.flatMap((value) => index.get(this.keyOf(value)) ?? []))
    return [...found].sort((a, b) => a.number - b.number).map(({ doc }) => doc)
  }

  private async asked(from: string, foreignField: string, wanted: readonly unknown[]): Promise<Document[]> {
    const filter = { [foreignField]: { $in: wanted } }
    const { run, context } = this.input
    return collected(run([{ $match: filter }], context.collection(from, filter), { ...context, variables: undefined }))
  }

  /** The other collection's documents by their values, as long as they fit into the memory that a stage may use. */
  private async indexed(from: string, foreignField: string): Promise<Map<string, Numbered[]>> {
    const index = new Map<string, Numbered[]>()
    let size = 0
    let number = 0
    for await (const doc of this.input.context.collection(from)) {
      size += roughSize(doc)
      if (size > this.input.context.memoryLimit) {
        this.isTooLarge = true
        return new Map()
      }
      const numbered = { doc, number: number++ }
      for (const key of new Set(foreignValues(doc, foreignField).map((value) => this.keyOf(value)))) {
        const list = index.get(key)
        if (list) list.push(numbered)
        else index.set(key, [numbered])
      }
    }
    return index
  }

  private keyOf(value: unknown): string {
    return sortableKey(value, this.input.context.collation).toString('latin1')
  }
}

/** The values to look for: the elements of an array, null for a missing field, nothing for an empty array. */
function localValues(doc: Document, path: string): unknown[] {
  const value = readField(doc, pathKeys(path))
  if (value === undefined || value === null) return [null]
  return Array.isArray(value) ? value : [value]
}

function foreignValues(doc: Document, path: string): unknown[] {
  const values = valuesAt(doc, path).filter((value) => value !== bsonUndefined)
  const whole = readField(doc, pathKeys(path))
  return Array.isArray(whole) ? [...values, whole] : values
}

/** The filter at a pipeline's front, for whoever finds the documents: without `$expr`, which may use variables. */
function leadingFilter(pipeline: readonly Document[]): Document | undefined {
  const filter = pipeline[0]?.['$match']
  if (!isDocument(filter)) return undefined
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !key.startsWith('$')))
}
