import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { compileExpression } from '../expressions/compile.ts'
import { pathKeys, withField } from '../expressions/field-path.ts'
import { compileFilter } from '../filter/index.ts'
import { compileProjection } from '../projection/index.ts'
import { typeName } from '../types.ts'
import { type Document, fieldName, isDocument } from '../values.ts'
import {
  type CompileStage,
  type Documents,
  type PipelineContext,
  type StageInput,
  countOperand,
  documentOperand,
  fail,
} from './types.ts'

type Setter = (doc: Document) => Document

function match({ operand, context }: StageInput) {
  const filter = compileFilter(
    documentOperand(operand, 15959, 'the match filter must be an expression in an object'),
    context,
  )
  return { map: (doc: Document) => (filter.matches(doc) ? doc : undefined) }
}

function project({ operand, context }: StageInput) {
  const message = '$project specification must be an object'
  const specification = documentOperand(operand, 15969, message)
  if (Object.keys(specification).length === 0) {
    throw fail(51272, 'Invalid $project :: caused by :: projection specification must have at least one field')
  }
  return { map: prefixed('$project', () => compileProjection(specification, { ...options(context), place: 'stage' })) }
}

/** Compiles what a stage says; MongoDB puts the stage's name before what is wrong with it. */
function prefixed<Result>(name: string, compile: () => Result): Result {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    throw new ServerError(error.codeName as 'BadValue', `Invalid ${name} :: caused by :: ${error.message}`)
  }
}

function options({ collation, variables }: PipelineContext) {
  return { collation, variables }
}

function addFields(name: string): CompileStage {
  return ({ operand, context }) => {
    const fields = documentOperand(
      operand,
      40272,
      `${name} specification stage must be an object, got ${typeName(operand)}`,
    )
    const setters = prefixed(name, () => settersOf(fields, [], context))
    return { map: (doc) => setters.reduce((result, set) => set(result, doc), doc) }
  }
}

type FieldSetter = (result: Document, original: Document) => Document

function settersOf(fields: Document, prefix: readonly string[], context: PipelineContext): FieldSetter[] {
  return Object.entries(fields).flatMap(([key, expression]) => {
    const keys = [...prefix, ...pathKeys(checkedPath(fieldName(key)))]
    if (isDocument(expression) && isPlainDocument(expression)) return settersOf(expression, keys, context)
    const evaluate = compileExpression(expression, options(context))
    return [(result: Document, original: Document) => withField(result, keys, evaluate(original))]
  })
}

function isPlainDocument(value: Document): boolean {
  const [first] = Object.keys(value)
  return first !== undefined && !first.startsWith('$')
}

function checkedPath(path: string): string {
  if (path === '') throw fail(40352, 'FieldPath cannot be constructed with empty string')
  if (path.endsWith('.')) throw fail(40353, "FieldPath must not end with a '.'.")
  if (path.split('.').includes('')) throw fail(15998, 'FieldPath field names may not be empty strings.')
  if (path.split('.').some((name) => name.startsWith('$'))) {
    throw fail(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.")
  }
  return path
}

function unset({ operand }: StageInput) {
  const paths: unknown[] = Array.isArray(operand) ? operand : [operand]
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string')) {
    throw fail(31120, '$unset specification must be a string or an array containing only string values')
  }
  const exclusions = Object.fromEntries(paths.map((path) => [path, 0]))
  return { map: compileProjection(exclusions, { place: 'stage' }) }
}

function replaceRoot(expression: unknown, name: string, context: PipelineContext) {
  const evaluate = compileExpression(expression, options(context))
  const map: Setter = (doc) => {
    const root = evaluate(doc)
    if (isDocument(root)) return root
    throw fail(
      40228,
      `'${name}' expression must evaluate to an object, but resulting value was: ${root === undefined ? 'MISSING' : describe(root)}. Type of resulting value: '${typeName(root)}'. Input document: ${describe(doc)}`,
    )
  }
  return { map }
}

function newRootOf(operand: unknown): unknown {
  const specification = documentOperand(
    operand,
    40229,
    `expected an object as specification for $replaceRoot stage, got ${typeName(operand)}`,
  )
  const unknown = Object.keys(specification).find((key) => key !== 'newRoot')
  if (unknown !== undefined) throw fail(40415, `BSON field '$replaceRoot.${unknown}' is an unknown field.`)
  if (!('newRoot' in specification)) {
    throw fail(40414, "BSON field '$replaceRoot.newRoot' is missing but a required field")
  }
  return specification['newRoot']
}

function limit({ operand }: StageInput) {
  const most = countOperand('$limit', operand)
  if (most === 0) throw fail(15958, 'the limit must be positive')
  async function* stream(source: Documents) {
    let given = 0
    for await (const doc of source) {
      yield doc
      if (++given >= most) return
    }
  }
  return { stream }
}

function skip({ operand }: StageInput) {
  const count = countOperand('$skip', operand)
  async function* stream(source: Documents) {
    let seen = 0
    for await (const doc of source) if (seen++ >= count) yield doc
  }
  return { stream }
}

function count({ operand }: StageInput) {
  if (typeof operand !== 'string') throw fail(40156, 'the count field must be a non-empty string')
  if (operand === '') throw fail(40157, 'the count field must be a non-empty string')
  if (operand.startsWith('$')) throw fail(40158, 'the count field cannot be a $-prefixed path')
  if (operand.includes('.')) throw fail(40160, "the count field cannot contain '.'")
  const name = operand
  async function* stream(source: Documents): AsyncGenerator<Document> {
    let found = 0
    for await (const _ of source) found++
    if (found > 0) yield { [name]: found }
  }
  return { stream }
}

/** Keeps a sample of the documents that were seen so far, each with the same chance. */
function sample({ operand }: StageInput) {
  const specification = documentOperand(operand, 28745, 'the $sample stage specification must be an object')
  const size = countOperand('$sample', specification['size'])
  async function* stream(source: Documents) {
    const kept: Document[] = []
    let seen = 0
    for await (const doc of source) {
      seen++
      if (kept.length < size) kept.push(doc)
      else {
        const at = Math.floor(Math.random() * seen)
        if (at < size) kept[at] = doc
      }
    }
    yield* kept
      .map((doc) => ({ doc, order: Math.random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ doc }) => doc)
  }
  return { stream }
}

function documents({ operand, context }: StageInput) {
  const list = compileExpression(operand, options(context))({})
  if (!Array.isArray(list) || !list.every(isDocument)) {
    throw fail(5858203, 'an array is expected')
  }
  const given: Document[] = list
  async function* stream() {
    await Promise.resolve()
    yield* given
  }
  return { stream }
}

export const simpleStages: Partial<Record<string, CompileStage>> = {
  $match: match,
  $project: project,
  $addFields: addFields('$addFields'),
  $set: addFields('$set'),
  $unset: unset,
  $replaceRoot: ({ operand, context }) => replaceRoot(newRootOf(operand), 'newRoot', context),
  $replaceWith: ({ operand, context }) => replaceRoot(operand, 'replacement document', context),
  $limit: limit,
  $skip: skip,
  $count: count,
  $sample: sample,
  $documents: documents,
}
