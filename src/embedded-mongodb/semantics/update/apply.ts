import { ServerError } from '../../errors.ts'
import { describe } from '../describe.ts'
import type { Filter } from '../filter/index.ts'
import { type Document, fieldKey, isDigits, isDocument } from '../values.ts'
import { identical } from '../identical.ts'
import { type ChangeContext, elementText } from './change.ts'
import { isArrayUpdate } from './path.ts'
import { type Branch, type UpdateNode, inOrder, isLeaf, merged } from './node.ts'

/** What applying an update's tree needs to know; `path` grows on the way down. */
export interface ApplyContext extends ChangeContext {
  /** The position that `$` stands for, undefined when the filter matched no array element. */
  readonly position: number | undefined
  readonly arrayFilters: ReadonlyMap<string, Filter>
}

const maximumBackfill = 1_500_000

/** The document with the tree's changes; the same object when nothing changes. */
export function applyTree(root: Branch, document: Document, context: ApplyContext): Document {
  return applyToDocument(root, document, context)
}

function applyNode(node: UpdateNode, value: unknown, context: ApplyContext): unknown {
  if (isLeaf(node)) {
    const changed = node.change.apply(value, context)
    return identical(changed, value) ? value : changed
  }
  if (Array.isArray(value)) return applyToArray(node, value, context)
  if (isDocument(value)) return applyToDocument(node, value, context)
  return applyToOther(node, value, context)
}

function applyToDocument(branch: Branch, document: Document, context: ApplyContext): Document {
  let result = document
  for (const [name, node] of resolved(branch, context)) {
    if (isArrayUpdate(name)) throw noArray(document, context)
    const key = fieldKey(name)
    const before = document[key]
    const after = applyNode(node, before, below(context, name))
    if (after === before) continue
    if (result === document) result = { ...document }
    if (after === undefined) Reflect.deleteProperty(result, key)
    else result[key] = after
  }
  return result
}

function applyToArray(branch: Branch, array: unknown[], context: ApplyContext): unknown[] {
  let result = array
  for (const [name, node] of forArray(branch, array, context)) {
    const position = positionOf(name)
    if (position === undefined) {
      if (!createsPath(node)) continue
      throw notViable(name, elementText(lastName(context.path), array))
    }
    const before = array[position]
    const after = applyNode(node, before, below(context, name))
    if (after === before) continue
    if (result === array) result = [...array]
    if (position > result.length) backfill(result, position)
    result[position] = after ?? null
  }
  return result
}

/** A missing value becomes a document when something is to be created below it; a scalar can't have anything below it. */
function applyToOther(branch: Branch, value: unknown, context: ApplyContext): unknown {
  const entries = resolved(branch, context)
  const arrayUpdate = entries.find(([name]) => isArrayUpdate(name))
  if (arrayUpdate) {
    if (value !== undefined) throw noArray(value, context)
    if (context.isInsert || createsAnything(branch)) throw mustExist(context)
    return value
  }
  const creating = entries.filter(([, node]) => createsPath(node))
  const [first] = creating
  if (!first) return value
  if (value !== undefined) throw notViable(first[0], elementText(lastName(context.path), value))
  const created = applyToDocument(branch, {}, context)
  return Object.keys(created).length === 0 ? undefined : created
}

function createsPath(node: UpdateNode): boolean {
  return isLeaf(node) ? node.change.createsPath : createsAnything(node)
}

function createsAnything(branch: Branch): boolean {
  return [...branch.children.values()].some(createsPath)
}

function below(context: ApplyContext, name: string): ApplyContext {
  return { ...context, path: context.path ? `${context.path}.${name}` : name }
}

/** The children with `$` replaced by the position that the filter matched. */
function resolved(branch: Branch, context: ApplyContext): [string, UpdateNode][] {
  const positional = branch.children.get('$')
  if (!positional) return inOrder(branch)
  if (context.position === undefined) {
    throw new ServerError('BadValue', 'The positional operator did not find the match needed from the query.')
  }
  const children = new Map(branch.children)
  children.delete('$')
  mergeInto(children, [String(context.position), positional], context)
  return inOrder({ children })
}

function mergeInto(children: Map<string, UpdateNode>, [name, node]: [string, UpdateNode], context: ApplyContext): void {
  const other = children.get(name)
  children.set(name, other ? merged(other, node, `${context.path}.${name}`) : node)
}

/** The children with `$[]` and `$[identifier]` replaced by the positions of the elements that they stand for. */
function forArray(branch: Branch, array: unknown[], context: ApplyContext): [string, UpdateNode][] {
  const entries = resolved(branch, context)
  if (!entries.some(([name]) => isArrayUpdate(name))) return entries
  const children = new Map(entries.filter(([name]) => !isArrayUpdate(name)))
  for (const [name, node] of entries) {
    if (!isArrayUpdate(name)) continue
    const identifier = name.slice(2, -1)
    array.forEach((element, position) => {
      if (selects(identifier, element, context)) mergeInto(children, [String(position), node], context)
    })
  }
  return inOrder({ children })
}

function selects(identifier: string, element: unknown, { arrayFilters }: ApplyContext): boolean {
  return identifier === '' || arrayFilters.get(identifier)?.matches({ [identifier]: element }) === true
}

function positionOf(name: string): number | undefined {
  return isDigits(name) && (name.length === 1 || !name.startsWith('0')) ? Number(name) : undefined
}

function backfill(array: unknown[], position: number): void {
  if (position - array.length > maximumBackfill) {
    throw new ServerError('CannotBackfillArray', `can't backfill more than ${maximumBackfill} elements`)
  }
  while (array.length < position) array.push(null)
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function notViable(name: string, element: string): ServerError {
  return new ServerError('PathNotViable', `Cannot create field '${name}' in element ${element}`)
}

function noArray(value: unknown, context: ApplyContext): ServerError {
  const element = `${lastName(context.path)}: ${describe(value)}`
  return new ServerError('BadValue', `Cannot apply array updates to non-array element ${element}`)
}

function mustExist(context: ApplyContext): ServerError {
  return new ServerError(
    'BadValue',
    `The path '${context.path}' must exist in the document in order to apply array updates.`,
  )
}
