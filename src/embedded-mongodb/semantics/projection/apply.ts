import { type Document, isDocument } from '../values.ts'
import { type ProjectionBranch, isBranch } from './tree.ts'

/** The fields that the tree includes, in the document's order; arrays on the way keep their documents only. */
export function included(document: Document, branch: ProjectionBranch): Document {
  const result: Document = {}
  for (const key of Object.keys(document)) {
    const node = branch.children.get(key)
    if (!node) continue
    const value = isBranch(node) ? includedBelow(document[key], node) : kept(document[key], node.kind)
    if (value !== undefined) result[key] = value
  }
  return result
}

function kept(value: unknown, kind: string): unknown {
  return kind === 'include' || kind === 'slice' || kind === 'positional' ? value : undefined
}

function includedBelow(value: unknown, branch: ProjectionBranch): unknown {
  if (isDocument(value)) return included(value, branch)
  if (!Array.isArray(value)) return undefined
  return value.flatMap((element: unknown) => {
    const inner = includedBelow(element, branch)
    return inner === undefined ? [] : [inner]
  })
}

/** The document without the fields that the tree excludes. */
export function excluded(document: Document, branch: ProjectionBranch): Document {
  const result: Document = {}
  for (const key of Object.keys(document)) {
    const node = branch.children.get(key)
    if (!node) result[key] = document[key]
    else if (isBranch(node)) result[key] = excludedBelow(document[key], node)
    else if (node.kind === 'slice') result[key] = document[key]
  }
  return result
}

function excludedBelow(value: unknown, branch: ProjectionBranch): unknown {
  if (isDocument(value)) return excluded(value, branch)
  return Array.isArray(value) ? value.map((element: unknown) => excludedBelow(element, branch)) : value
}

/** A copy of the document in which a function changes what stands at a path, in every document of the arrays on the way. */
export function changedAt(value: unknown, keys: readonly string[], change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = keys
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.map((element: unknown) => changedAt(element, keys, change))
  if (!isDocument(value) || !(key in value)) return value
  const changed = changedAt(value[key], rest, change)
  if (changed !== undefined) return { ...value, [key]: changed }
  const copy = { ...value }
  Reflect.deleteProperty(copy, key)
  return copy
}
