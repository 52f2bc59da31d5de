import type { Bounds, Collation, Filter } from '../semantics/index.ts'
import type { Index } from '../storage/collection.ts'

/** A stretch of an index: from `start` (inclusive) to `end` (exclusive), both with the index's number. */
export interface KeyRange {
  start: Buffer
  end: Buffer
}

/** What was asked for, as far as choosing a way to it needs it. */
export interface Question {
  filter: Record<string, unknown>
  sort?: Record<string, unknown>
  hint?: unknown
  collation?: Collation
  variables?: Record<string, unknown>
}

/** How the documents are found. */
export interface Plan {
  stage: 'COLLSCAN' | 'IXSCAN' | 'IDHACK' | 'OR' | 'EOF'
  /** Of the stage OR: the plans whose documents it gives, each document once. */
  branches?: Plan[]
  index?: Index
  ranges: KeyRange[]
  reverse: boolean
  /** The documents come in the order that was asked for, from each range; several ranges are merged. */
  sorted: boolean
  merge: boolean
  /** Bytes that the merge leaves away at the front of each key: those of the fields that are equal within a range. */
  mergeFrom: number[]
  /** What each document has to pass; undefined when the ranges hold matching documents only. */
  filter: Filter | undefined
  /** For explain: what is known of the fields that the ranges are made of. */
  bounds: Map<string, Bounds>
  examined: { keys: number; documents: number }
}
