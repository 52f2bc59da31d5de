import { blockSize, weightLimit, type Block, type SearchIndex } from './index.model.ts'

/** Where one word stands: for each number of a post its weight, 0 where it isn't. */
export interface Postings {
  /** Four times the weight in the list, and at least 1. */
  weights: Uint8Array
  /** The numbers that have a weight. */
  numbers: number[]
}

/** How many blocks of one list are read, the newest first: those of a million posts. Bounds what a search can cost. */
const mostBlocks = 1000

/** The longest that the database may take for one list, in milliseconds. */
const patience = 2000

/** Other forms of a word count a little less than the word itself. */
const stemFactor = 0.85

/**
 * Reads a word's lists, of posts numbered below `size`.
 *
 * @param terms the word itself first
 */
export async function readPostings(index: SearchIndex, terms: readonly string[], size: number): Promise<Postings> {
  const postings: Postings = { weights: new Uint8Array(size), numbers: [] }
  for (const [at, term] of terms.entries()) {
    const blocks = index.blocks
      .find({ _id: { $gte: `${term} `, $lt: `${term}!` } }, { maxTimeMS: patience, batchSize: mostBlocks })
      .sort({ _id: -1 })
      .limit(mostBlocks)
    const factor = at === 0 ? 4 : 4 * stemFactor
    // One block at a time: what is read of a common word must not keep the process from its other work.
    for await (const block of blocks) addBlock(postings, block, factor)
  }
  return postings
}

function addBlock({ weights, numbers }: Postings, { b, p }: Block, factor: number): void {
  for (const posting of p) {
    const no = b * blockSize + Math.floor(posting / weightLimit)
    const known = weights[no]
    // Written since the search began.
    if (known === undefined) continue
    const weight = Math.max(1, Math.round((posting % weightLimit) * factor))
    if (known === 0) numbers.push(no)
    if (known < weight) weights[no] = weight
  }
}
