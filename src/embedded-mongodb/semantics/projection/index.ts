import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { describe } from '../describe.ts'
import { compileExpression } from '../expressions/compile.ts'
import { withField } from '../expressions/field-path.ts'
import { type Filter, compileFilter, isOperators } from '../filter/index.ts'
import { typeName } from '../types.ts'
import { type Document, isDocument, isNumeric, toNumber } from '../values.ts'
import { changedAt, excluded, included } from './apply.ts'
import {
  type FieldProjection,
  type ProjectionBranch,
  type ProjectionPlace,
  type ProjectionTree,
  isBranch,
  parseProjection,
} from './tree.ts'

export interface ProjectionOptions {
  /** The filter that found the documents, which decides the position of `path.$`. */
  readonly filter?: Document | undefined
  readonly collation?: Collation | undefined
  /** Values of `$$name`: the command's `let`. */
  readonly variables?: Document | undefined
  /** 'stage' for `$project`, which has no `$elemMatch`, positional `$` or find's form of `$slice`. */
  readonly place?: ProjectionPlace
}

type Step = (result: Document, original: Document) => Document

/**
 * Compiles a projection of find, or of `$project` when `place` says so. The result never changes its argument.
 * @throws ServerError as MongoDB for mixed, colliding or impossible projections
 */
export function compileProjection(projection: Document, options: ProjectionOptions = {}): (doc: Document) => Document {
  if (Object.keys(projection).length === 0) return (doc) => doc
  const tree = parseProjection(projection, options.place ?? 'find')
  const { root } = tree
  const keep: (doc: Document) => Document = tree.isInclusion
    ? (doc) => included(doc, root)
    : (doc) => excluded(doc, root)
  const steps = laterSteps(tree, options)
  if (steps.length === 0) return keep
  return (doc) => steps.reduce((result, step) => step(result, doc), keep(doc))
}

function laterSteps(tree: ProjectionTree, options: ProjectionOptions): Step[] {
  const fields = leaves(tree.root, [])
  const steps: Step[] = []
  for (const { keys, field } of fields) {
    switch (field.kind) {
      case 'slice':
        steps.push(sliceStep(keys, field.operand))
        break
      case 'positional':
        steps.push(positionalStep(keys, options))
        break
      case 'elemMatch':
        steps.push(elemMatchStep(keys, field.operand as Document, options))
        break
      case 'compute':
        steps.push(computeStep(keys, field.expression, options))
        break
    }
  }
  return steps
}

function leaves(branch: ProjectionBranch, prefix: readonly string[]): { keys: string[]; field: FieldProjection }[] {
  return [...branch.children].flatMap(([key, node]) => {
    const keys = [...prefix, key]
    return isBranch(node) ? leaves(node, keys) : [{ keys, field: node }]
  })
}

function computeStep(keys: readonly string[], expression: unknown, options: ProjectionOptions): Step {
  const { collation, variables } = options
  const evaluate = compileExpression(expression, { collation, variables })
  return (result, original) => withField(result, keys, evaluate(original))
}

function sliceStep(keys: readonly string[], operand: unknown): Step {
  const slice = sliceOf(operand)
  return (result) => changedAt(result, keys, (value) => (Array.isArray(value) ? slice(value) : value)) as Document
}

function sliceOf(operand: unknown): (array: unknown[]) => unknown[] {
  if (isNumeric(operand)) {
    const count = Math.trunc(toNumber(operand) ?? 0)
    return (array) => (count < 0 ? array.slice(count) : array.slice(0, count))
  }
  if (!Array.isArray(operand)) {
    throw new ServerError(
      'Location28667',
      `Invalid $slice syntax. The given syntax { $slice: ${describe(operand)} } did not match the find() syntax because :: Location31273: $slice only supports numbers and [x, y] arrays :: The given syntax did not match the expression $slice syntax. :: caused by :: Expression $slice takes at least 2 arguments, and at most 3, but 1 were passed in.`,
    )
  }
  const [skip, limit] = (operand as unknown[]).map((value) => Math.trunc(toNumber(value) ?? NaN))
  if (operand.length !== 2 || skip === undefined || limit === undefined) {
    throw new ServerError(
      'Location28667',
      `Invalid $slice syntax. The given syntax { $slice: ${describe(operand)} } did not match the find() syntax because :: Location31272: $slice array argument should be of form [skip, limit]`,
    )
  }
  if (limit <= 0) {
    throw new ServerError(
      'Location28724',
      `First argument to $slice must be an array, but is of type: ${typeName(operand[0])}`,
    )
  }
  return (array) => {
    const start = skip < 0 ? Math.max(0, array.length + skip) : skip
    return array.slice(start, start + limit)
  }
}

function positionalStep(keys: readonly string[], { filter, collation, variables }: ProjectionOptions): Step {
  const compiled = compileFilter(filter ?? {}, { collation, variables })
  return (result, original) => changedAt(result, keys, (value) => atPosition(value, compiled, original)) as Document
}

function atPosition(value: unknown, filter: Filter, original: Document): unknown {
  if (!Array.isArray(value)) return value
  const position = filter.position(original)
  if (position === undefined || position >= value.length) {
    throw new ServerError(
      'Location51246',
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    )
  }
  return [value[position]]
}

function elemMatchStep(keys: readonly string[], operand: Document, options: ProjectionOptions): Step {
  const [key = ''] = keys
  const { collation, variables } = options
  const isAboutValues = isOperators(operand)
  const filter = compileFilter(isAboutValues ? { '': operand } : operand, { collation, variables })
  const matches = (element: unknown) =>
    isAboutValues ? filter.matches({ '': element }) : isDocument(element) && filter.matches(element)
  return (result, original) => {
    const value = original[key]
    const rest = { ...result }
    Reflect.deleteProperty(rest, key)
    if (!Array.isArray(value)) return rest
    const found = value.findIndex(matches)
    return found < 0 ? rest : { ...rest, [key]: [value[found] as unknown] }
  }
}
