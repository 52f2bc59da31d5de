import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import { isTruthy } from '../types.ts'
import { type Document, fieldKey, fieldName, isDocument, isNumeric } from '../values.ts'

/** What a projection does with a field. */
export type FieldProjection =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'compute'; expression: unknown }
  | { kind: 'slice'; operand: unknown }
  | { kind: 'elemMatch'; operand: unknown }
  | { kind: 'positional' }

export interface ProjectionBranch {
  children: Map<string, ProjectionBranch | FieldProjection>
}

/** Tells a path that goes on from one that ends at a field's projection. */
export function isBranch(node: ProjectionBranch | FieldProjection): node is ProjectionBranch {
  return 'children' in node
}

export interface ProjectionTree {
  readonly root: ProjectionBranch
  readonly isInclusion: boolean
  readonly hasPositional: boolean
}

/** Where a projection stands: find knows `$slice`, `$elemMatch` and the positional `$`; a stage doesn't. */
export type ProjectionPlace = 'find' | 'stage'

/**
 * Reads a projection into a tree of its paths.
 * @throws ServerError as MongoDB for mixed, colliding or impossible projections
 */
export function parseProjection(projection: Document, place: ProjectionPlace): ProjectionTree {
  const fields: [string, FieldProjection][] = []
  for (const [key, value] of Object.entries(projection)) addField(fields, { path: fieldName(key), value, place })
  const isInclusion = decideInclusion(fields)
  const root: ProjectionBranch = { children: new Map() }
  for (const [path, field] of fields) addPath(root, path, field)
  const idKey = '_id'
  if (isInclusion && !root.children.has(idKey)) {
    root.children = new Map([[idKey, { kind: 'include' }], ...root.children])
  }
  return { root, isInclusion, hasPositional: checkPositional(fields) }
}

interface FieldInput {
  path: string
  value: unknown
  place: ProjectionPlace
}

function addField(fields: [string, FieldProjection][], { path, value, place }: FieldInput): void {
  checkPath(path)
  if (isNumeric(value) || typeof value === 'boolean') {
    fields.push(plainField(path, isTruthy(value), place))
    return
  }
  if (!isDocument(value)) {
    fields.push([path, { kind: 'compute', expression: value }])
    return
  }
  const [operator] = Object.keys(value)
  if (operator === undefined) {
    throw new ServerError(
      'Location51270',
      `An empty sub-projection is not a valid value. Found empty object at path ${path}`,
    )
  }
  if (operator.startsWith('$')) {
    fields.push([path, operatorField({ path, value, place }, operator)])
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    addField(fields, { path: `${path}.${fieldName(key)}`, value: inner, place })
  }
}

function plainField(path: string, isIncluded: boolean, place: ProjectionPlace): [string, FieldProjection] {
  if (place === 'find' && path.endsWith('.$')) {
    if (!isIncluded) throw new ServerError('Location31395', 'positional projection cannot be used with exclusion')
    return [path.slice(0, -2), { kind: 'positional' }]
  }
  return [path, { kind: isIncluded ? 'include' : 'exclude' }]
}

function operatorField({ path, value, place }: FieldInput, operator: string): FieldProjection {
  const operand = (value as Document)[operator]
  if (place === 'find' && operator === '$elemMatch') {
    if (path.includes('.')) {
      throw new ServerError('Location31275', 'Cannot use $elemMatch projection on a nested field.')
    }
    if (!isDocument(operand)) {
      throw new ServerError(
        'Location31274',
        `elemMatch: Invalid argument, object required, but got ${describe(operand)}`,
      )
    }
    return { kind: 'elemMatch', operand }
  }
  if (place === 'find' && operator === '$slice' && !isExpressionSlice(operand)) return { kind: 'slice', operand }
  return { kind: 'compute', expression: value }
}

/** `$slice` with an array expression first is the aggregation's operator. */
function isExpressionSlice(operand: unknown): boolean {
  return Array.isArray(operand) && !operand.every(isNumeric)
}

function checkPath(path: string): void {
  if (path === '') throw new ServerError('Location40352', 'FieldPath cannot be constructed with empty string')
  if (path.endsWith('.')) throw new ServerError('Location40353', "FieldPath must not end with a '.'.")
  const names = path.split('.')
  if (names.includes('')) throw new ServerError('Location15998', 'FieldPath field names may not be empty strings.')
  const dollar = names.findIndex((name) => name.startsWith('$'))
  if (dollar < 0 || (names[dollar] === '$' && dollar === names.length - 1 && dollar > 0)) return
  if (names[dollar] === '$' && dollar > 0) {
    throw new ServerError(
      'Location31394',
      `As of 4.4, it's illegal to specify positional operator in the middle of a path.Positional projection may only be used at the end, for example: a.b.$. If the query previously used a form like a.b.$.d, remove the parts following the '$' and the results will be equivalent.`,
    )
  }
  throw new ServerError(
    'Location16410',
    "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
  )
}

/** By the first field that decides; `_id` and `$slice` only when nothing else does. */
function decideInclusion(fields: readonly [string, FieldProjection][]): boolean {
  const deciding = fields.filter(([path, { kind }]) => path !== '_id' && kind !== 'slice')
  const [first] = deciding
  if (!first) {
    const id = fields.find(([path]) => path === '_id')?.[1]
    const hasSlice = fields.some(([, { kind }]) => kind === 'slice')
    return id !== undefined && id.kind !== 'exclude' && !hasSlice
  }
  const isInclusion = first[1].kind !== 'exclude'
  for (const [path, { kind }] of deciding) {
    if (isInclusion && kind === 'exclude') {
      throw new ServerError('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`)
    }
    if (!isInclusion && kind === 'include') {
      throw new ServerError('Location31253', `Cannot do inclusion on field ${path} in exclusion projection`)
    }
    if (!isInclusion && kind !== 'exclude' && kind !== 'elemMatch') {
      throw new ServerError('Location31252', 'Cannot use expression other than $meta in exclusion projection')
    }
  }
  return isInclusion
}

function addPath(root: ProjectionBranch, path: string, field: FieldProjection): void {
  const names = path.split('.')
  let branch = root
  for (let i = 0; i < names.length - 1; i++) {
    const key = fieldKey(names[i] ?? '')
    const next = branch.children.get(key) ?? { children: new Map() }
    if (!isBranch(next)) {
      throw new ServerError(
        'Location31249',
        `Path collision at ${path} remaining portion ${names.slice(i + 1).join('.')}`,
      )
    }
    branch.children.set(key, next)
    branch = next
  }
  const last = fieldKey(names.at(-1) ?? '')
  if (branch.children.has(last)) throw new ServerError('Location31250', `Path collision at ${path}`)
  branch.children.set(last, field)
}

function checkPositional(fields: readonly [string, FieldProjection][]): boolean {
  const positional = fields.filter(([, { kind }]) => kind === 'positional')
  if (positional.length > 1) {
    throw new ServerError('Location31276', 'Cannot specify more than one positional projection per query.')
  }
  if (positional.length === 1 && fields.some(([, { kind }]) => kind === 'elemMatch')) {
    throw new ServerError('Location31255', 'Cannot specify positional operator and $elemMatch.')
  }
  return positional.length === 1
}
