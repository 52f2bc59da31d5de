import { ServerError } from '../../errors.ts'
import { isDigits } from '../values.ts'
import type { Change } from './change.ts'

/**
 * The paths that an update changes, as a tree: a branch has a child for each component below it, a leaf changes what stands there.
 * The update is applied along the tree, so each document and array on the way is copied once.
 */
export type UpdateNode = Branch | Leaf

export interface Branch {
  readonly children: Map<string, UpdateNode>
}

export interface Leaf {
  readonly change: Change
}

/** A tree that changes nothing yet. */
export function emptyBranch(): Branch {
  return { children: new Map() }
}

/** Tells a path that ends in a change from one that goes on. */
export function isLeaf(node: UpdateNode): node is Leaf {
  return 'change' in node
}

/**
 * Adds a change at a path of field names.
 * @throws ServerError ConflictingUpdateOperators when the tree already changes the path, a part of it or something below it
 */
export function addChange(root: Branch, path: string, change: Change): void {
  const names = path.split('.')
  let branch = root
  for (let i = 0; i < names.length - 1; i++) {
    const name = names[i] ?? ''
    const next = branch.children.get(name) ?? emptyBranch()
    if (isLeaf(next)) throw conflict(path, names.slice(0, i + 1).join('.'))
    branch.children.set(name, next)
    branch = next
  }
  const last = names.at(-1) ?? ''
  if (branch.children.has(last)) throw conflict(path, path)
  branch.children.set(last, { change })
}

function conflict(path: string, at: string): ServerError {
  return new ServerError('ConflictingUpdateOperators', `Updating the path '${path}' would create a conflict at '${at}'`)
}

/** Children in the order in which MongoDB applies them, and so adds new fields: by name, numbers by value. */
export function inOrder(branch: Branch): [string, UpdateNode][] {
  const entries = [...branch.children]
  return entries.length < 2 ? entries : entries.sort(([a], [b]) => compareNames(a, b))
}

function compareNames(a: string, b: string): number {
  if (isDigits(a) && isDigits(b)) return Number(a) - Number(b)
  return a < b ? -1 : 1
}

/** One node with the changes of both, for children that turn out to mean the same array element. */
export function merged(a: UpdateNode, b: UpdateNode, path: string): UpdateNode {
  if (isLeaf(a) || isLeaf(b)) throw conflict(path, path)
  const children = new Map(a.children)
  for (const [name, node] of b.children) {
    const other = children.get(name)
    children.set(name, other ? merged(other, node, `${path}.${name}`) : node)
  }
  return { children }
}
