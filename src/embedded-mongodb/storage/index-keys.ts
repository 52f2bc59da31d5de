import { createHash } from 'node:crypto'
import { ServerError } from '../errors.ts'
import { descendingKey, isDocument, isMissingAt, sortableKey, valuesAt, type Document } from '../semantics/index.ts'
import { parsePath } from '../semantics/paths.ts'
import type { Direction, Index } from './collection.ts'

/** LMDB takes keys of 1,978 bytes: what a field's value may use of it is shared by the fields of the index. */
const room = 1900
const hashSize = 20

export interface IndexKeys {
  /** One for each entry of the document, without the index's and the record's number. */
  keys: Buffer[]
  /** For each field: whether it gave several values. */
  multikey: boolean[]
  shortened: boolean
}

/** The keys that `document` has in `index`; none when it is left out (sparse). Throws ServerError CannotIndexParallelArrays. */
export function keysOf(index: Index, document: Document): IndexKeys {
  const multikey: boolean[] = []
  let keys: Buffer[] = [Buffer.alloc(0)]
  let shortened = false
  let present = false
  let arrays = 0
  for (const { path, direction } of pathsOf(index)) {
    const values = valuesAt(document, path)
    if (index.key.length > 1 && values.length > 1 && ++arrays > 1) refuseParallelArrays(index, document)
    present ||= index.sparse && !isMissingAt(document, path)
    const parts: Buffer[] = []
    for (const value of values) {
      const part = fieldKeyOf(index, value, direction)
      shortened ||= part.shortened
      if (!parts.some((other) => other.equals(part.key))) parts.push(part.key)
    }
    multikey.push(parts.length > 1)
    keys =
      keys.length === 1 && keys[0]?.length === 0 ? parts : keys.flatMap((key) => parts.map((part) => join(key, part)))
  }
  return { keys: index.sparse && !present ? [] : keys, multikey, shortened }
}

const paths = new WeakMap<Index, { path: ReturnType<typeof parsePath>; direction: Direction }[]>()

/** The index's paths, taken apart once. */
function pathsOf(index: Index) {
  let known = paths.get(index)
  if (!known) {
    known = index.key.map(([path, direction]) => ({ path: parsePath(path), direction }))
    paths.set(index, known)
  }
  return known
}

/** The part of a key that stands for one field's value. What is missing is given as null. */
export function fieldKeyOf(index: Index, value: unknown, direction: Direction): { key: Buffer; shortened: boolean } {
  const keyOf = direction === 1 ? sortableKey : descendingKey
  const key = keyOf(value, index.collation)
  const longest = Math.floor(room / index.key.length)
  if (key.length <= longest) return { key, shortened: false }
  const hash = createHash('sha1').update(key).digest()
  return { key: Buffer.concat([key.subarray(0, longest - hashSize), hash]), shortened: true }
}

/** How many of a shortened key's bytes are those of the value: the rest is a hash and has no order. */
export function orderedPart(index: Index, key: Buffer): Buffer {
  return key.subarray(0, Math.floor(room / index.key.length) - hashSize)
}

function join(first: Buffer, second: Buffer): Buffer {
  return Buffer.concat([first, second])
}

/** Two fields below the same array are no parallel arrays: each of its elements has both. */
function refuseParallelArrays(index: Index, document: Document): void {
  const arrays = new Set(index.key.map(([path]) => arrayOn(document, path)).filter((at) => at !== undefined))
  if (arrays.size < 2) return
  const [first, second] = [...arrays]
  throw new ServerError(
    'CannotIndexParallelArrays',
    `cannot index parallel arrays [${String(second)}] [${String(first)}]`,
  )
}

function arrayOn(document: Document, path: string): string | undefined {
  let value: unknown = document
  const walked: string[] = []
  for (const part of path.split('.')) {
    if (!isDocument(value)) return undefined
    value = value[part]
    walked.push(part)
    if (Array.isArray(value)) return walked.join('.')
  }
  return undefined
}
