import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { typeName } from '../types.ts'
import { type Document, isDocument, isNumeric, toNumber } from '../values.ts'

export type Documents = Iterable<Document> | AsyncIterable<Document>

/** What a pipeline needs from outside. */
export interface PipelineContext {
  /** The documents of another collection of the same database; with a filter, at least those that match it. */
  collection(name: string, filter?: Document): Documents
  /** True when finding by this path in a collection is quick, so that `$lookup` asks for each document instead of reading all. */
  isIndexed?(name: string, path: string): boolean
  /** Bytes that one stage may hold. */
  readonly memoryLimit: number
  readonly collation?: Collation | undefined
  /** Values of `$$name`: the command's `let`. */
  readonly variables?: Document | undefined
}

/** A stage that gives for each document one or none. */
export interface MappingStage {
  readonly map: (doc: Document) => Document | undefined
}

/** A stage that reads the documents before it as it likes. */
export interface StreamingStage {
  readonly stream: (source: Documents) => AsyncIterable<Document>
}

export type Stage = MappingStage | StreamingStage

/** What a stage is compiled from. `run` runs a pipeline inside of the stage; `next` is the stage after it. */
export interface StageInput {
  readonly operand: unknown
  readonly context: PipelineContext
  readonly next: Document | undefined
  readonly run: (stages: Document[], source: Documents, context: PipelineContext) => AsyncIterable<Document>
}

export type CompileStage = (input: StageInput) => Stage

/** The error for one of MongoDB's numbers that have no name of their own. */
export function fail(code: number, message: string): ServerError {
  return new ServerError(`Location${code}`, message)
}

/** The operand of a stage that takes a document; throws with the stage's own error number otherwise. */
export function documentOperand(operand: unknown, code: number, message: string): Document {
  if (isDocument(operand)) return operand
  throw fail(code, message)
}

/** A whole number that is not negative, as `$limit` and `$skip` take it. */
export function countOperand(name: string, operand: unknown): number {
  const number = isNumeric(operand) ? toNumber(operand) : undefined
  const code = name === '$limit' ? 2107201 : 5107200
  if (number === undefined) {
    throw fail(code, `invalid argument to ${name} stage: Expected a number in: ${name}: ${shown(operand)}`)
  }
  if (!Number.isInteger(number)) {
    throw fail(code, `invalid argument to ${name} stage: Expected an integer: ${name}: ${shown(operand)}`)
  }
  if (number < 0) {
    throw fail(code, `invalid argument to ${name} stage: Expected a non-negative number in: ${name}: ${shown(operand)}`)
  }
  return number
}

function shown(operand: unknown): string {
  return typeof operand === 'string' ? `"${operand}"` : String(toNumber(operand) ?? typeName(operand))
}

/** All documents as an array, for stages that need them at once. */
export async function collected(source: Documents): Promise<Document[]> {
  const documents: Document[] = []
  for await (const doc of source) documents.push(doc)
  return documents
}
