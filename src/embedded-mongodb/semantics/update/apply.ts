import { ServerError } from '../../errors.ts'
import type { Collation } from '../collation.ts'
import { describe } from '../describe.ts'
import type { Filter } from '../filter/index.ts'
import { type Document, fieldKey, isDigits, isDocument } from '../values.ts'
import { identical } from '../identical.ts'
import { type ChangeContext, elementText } from './change.ts'
import { isArrayUpdate } from './path.ts'
import { type Branch, type UpdateNode, inOrder, isLeaf, merged } from './node.ts'

/** What applying an update's tree needs to know. */
export interface ApplyContext {
  /** The document as it was before the update. */
  readonly original: Document
  readonly collation: Collation | undefined
  /** True while a document is made by an upsert. */
  readonly isInsert: boolean
  /** The position that `$` stands for, undefined when the filter matched no array element. */
  readonly position: number | undefined
  readonly arrayFilters: ReadonlyMap<string, Filter>
}

/** A place in the document on the way down the tree; its path is put together only for messages. */
class Place implements ChangeContext {
  readonly context: ApplyContext
  private readonly above: Place | undefined
  readonly name: string

  constructor(context: ApplyContext, name: string, above?: Place) {
    this.context = context
    this.name = name
    this.above = above
  }

  get path(): string {
    return this.above?.name ? `${this.above.path}.${this.name}` : this.name
  }

  get original(): Document {
    return this.context.original
  }

  get collation(): Collation | undefined {
    return this.context.collation
  }

  get isInsert(): boolean {
    return this.context.isInsert
  }

  below(name: string): Place {
    return new Place(this.context, name, this)
  }
}

const maximumBackfill = 1_500_000

/** The document with the tree's changes; the same object when nothing changes. */
export function applyTree(root: Branch, document: Document, context: ApplyContext): Document {
  return applyToDocument(root, document, new Place(context, ''))
}

function applyNode(node: UpdateNode, value: unknown, place: Place): unknown {
  if (isLeaf(node)) {
    const changed = node.change.apply(value, place)
    return identical(changed, value) ? value : changed
  }
  if (Array.isArray(value)) return applyToArray(node, value, place)
  if (isDocument(value)) return applyToDocument(node, value, place)
  return applyToOther(node, value, place)
}

function applyToDocument(branch: Branch, document: Document, place: Place): Document {
  let result = document
  for (const [name, node] of resolved(branch, place)) {
    if (isArrayUpdate(name)) throw noArray(document, place)
    const key = fieldKey(name)
    const before = document[key]
    const after = applyNode(node, before, place.below(name))
    if (Object.is(after, before)) continue
    if (result === document) result = { ...document }
    if (after === undefined) Reflect.deleteProperty(result, key)
    else result[key] = after
  }
  return result
}

function applyToArray(branch: Branch, array: unknown[], place: Place): unknown[] {
  let result = array
  for (const [name, node] of forArray(branch, array, place)) {
    const position = positionOf(name)
    if (position === undefined) {
      if (!createsPath(node)) continue
      throw notViable(name, elementText(place.name, array))
    }
    const before = array[position]
    const changed = applyNode(node, before, place.below(name))
    // What is removed from an array leaves null in its place.
    const after = changed === undefined && before !== undefined ? null : changed
    if (Object.is(after, before)) continue
    if (result === array) result = [...array]
    if (position > result.length) backfill(result, position)
    result[position] = after
  }
  return result
}

/** A missing value becomes a document when something is to be created below it; a scalar can't have anything below it. */
function applyToOther(branch: Branch, value: unknown, place: Place): unknown {
  const entries = resolved(branch, place)
  const arrayUpdate = entries.find(([name]) => isArrayUpdate(name))
  if (arrayUpdate) {
    if (value !== undefined) throw noArray(value, place)
    if (place.isInsert || createsAnything(branch)) throw mustExist(place)
    return value
  }
  const creating = entries.filter(([, node]) => createsPath(node))
  const [first] = creating
  if (!first) return value
  if (value !== undefined) throw notViable(first[0], elementText(place.name, value))
  const created = applyToDocument(branch, {}, place)
  return Object.keys(created).length === 0 ? undefined : created
}

function createsPath(node: UpdateNode): boolean {
  return isLeaf(node) ? node.change.createsPath : createsAnything(node)
}

function createsAnything(branch: Branch): boolean {
  return [...branch.children.values()].some(createsPath)
}

/** The children with `$` replaced by the position that the filter matched. */
function resolved(branch: Branch, place: Place): [string, UpdateNode][] {
  const positional = branch.children.get('$')
  if (!positional) return inOrder(branch)
  if (place.context.position === undefined) {
    throw new ServerError('BadValue', 'The positional operator did not find the match needed from the query.')
  }
  const children = new Map(branch.children)
  children.delete('$')
  mergeInto(children, [String(place.context.position), positional], place)
  return inOrder({ children })
}

function mergeInto(children: Map<string, UpdateNode>, [name, node]: [string, UpdateNode], place: Place): void {
  const other = children.get(name)
  children.set(name, other ? merged(other, node, `${place.path}.${name}`) : node)
}

/** The children with `$[]` and `$[identifier]` replaced by the positions of the elements that they stand for. */
function forArray(branch: Branch, array: unknown[], place: Place): [string, UpdateNode][] {
  const entries = resolved(branch, place)
  if (!entries.some(([name]) => isArrayUpdate(name))) return entries
  const children = new Map(entries.filter(([name]) => !isArrayUpdate(name)))
  for (const [name, node] of entries) {
    if (!isArrayUpdate(name)) continue
    const identifier = name.slice(2, -1)
    array.forEach((element, position) => {
      if (selects(identifier, element, place)) mergeInto(children, [String(position), node], place)
    })
  }
  return inOrder({ children })
}

function selects(identifier: string, element: unknown, { context: { arrayFilters } }: Place): boolean {
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

function notViable(name: string, element: string): ServerError {
  return new ServerError('PathNotViable', `Cannot create field '${name}' in element ${element}`)
}

function noArray(value: unknown, place: Place): ServerError {
  const element = `${place.name}: ${describe(value)}`
  return new ServerError('BadValue', `Cannot apply array updates to non-array element ${element}`)
}

function mustExist(place: Place): ServerError {
  return new ServerError(
    'BadValue',
    `The path '${place.path}' must exist in the document in order to apply array updates.`,
  )
}
