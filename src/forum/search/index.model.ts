import { Schema, type Collection, type Connection } from 'mongoose'
import type { DataDeclaration } from '../../kernel/index.ts'

/** What the index knows of one post. Written before its postings and narrowed after them, so it always names all of them. */
export interface Entry {
  /** The post's id. */
  _id: string
  /** Its running number; the lists hold numbers, which are shorter than ids and in order of time. */
  no: number
  /** Each `<term> <weight>`, as it stands in the lists. */
  terms: string[]
}

/** A part of a term's list: the posts of one block of numbers that hold the term. */
export interface Block {
  /** `<term> <block>`, the block in four digits of base 36, so that a term's blocks stand together and in order. */
  _id: string
  /** The block again, for looking at all lists of a block when the index is mended. */
  b: number
  /** Each (number within the block) * 64 + weight; in no order. */
  p: number[]
}

interface Counter {
  _id: 'posts'
  last: number
}

/** The collections of the search index. Read and written by the driver: casting thousands of numbers costs more than they do. */
export interface SearchIndex {
  entries: Collection<Entry>
  blocks: Collection<Block>
  counters: Collection<Counter>
}

/** How many numbers a block holds. Twice as many halve the documents of a search and double what each write rewrites. */
export const blockSize = 1024

/** Weights are whole and below this. */
export const weightLimit = 64

const strict = { strict: 'throw', versionKey: false } as const

const entrySchema = new Schema<Entry>(
  { _id: String, no: { type: Number, required: true }, terms: [String] },
  { ...strict, collection: 'search-entries' },
)
// Best candidates -> their posts; and one block's entries, when the index is mended.
entrySchema.index({ no: 1 }, { unique: true })

const blockSchema = new Schema<Block>(
  { _id: String, b: { type: Number, required: true }, p: [Number] },
  { ...strict, collection: 'search-terms' },
)
blockSchema.index({ b: 1 })

const counterSchema = new Schema<Counter>(
  { _id: String, last: { type: Number, required: true } },
  { ...strict, collection: 'search-counters' },
)

/** Defines the collections on one instance's connection. */
export function defineSearchIndex(connection: Connection): SearchIndex {
  connection.model<Entry>('SearchEntry', entrySchema)
  connection.model<Block>('SearchBlock', blockSchema)
  connection.model<Counter>('SearchCounter', counterSchema)
  return {
    entries: connection.collection<Entry>('search-entries'),
    blocks: connection.collection<Block>('search-terms'),
    counters: connection.collection<Counter>('search-counters'),
  }
}

/** A block's id for a term. */
export const blockId = (term: string, block: number): string => `${term} ${block.toString(36).padStart(4, '0')}`

const words = { why: 'Finding what was written', until: 'the post is removed, hidden or changed', seenBy: 'nobody' }

export const searchData: readonly DataDeclaration[] = [
  {
    collection: 'search-entries',
    fields: [{ field: 'terms', what: 'The words of a post and the id of its author', ...words }],
  },
  {
    collection: 'search-terms',
    fields: [{ field: '_id', what: 'A word of posts, or the id of an author, with numbers of posts', ...words }],
  },
  { collection: 'search-counters', fields: [] },
]
