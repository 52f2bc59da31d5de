import { mongo } from 'mongoose'
import { isDuplicateKey } from '../../database/index.ts'
import { blockId, blockSize, weightLimit, type Block, type Entry, type SearchIndex } from './index.model.ts'

/** How a post is to stand in the index; without terms it has no place there. */
export interface Wanted {
  postId: string
  terms: ReadonlyMap<string, number>
}

type Operation<Document extends { _id: string }> = mongo.AnyBulkWriteOperation<Document>

/** Changes of the lists, by the ids of their blocks. */
type Changes = Map<string, { block: number; add: number[]; pull: number[] }>

/** How many lists one command changes at most. */
const atOnce = 1000

/**
 * Brings posts' places in the index to how they are wanted. Every step may be cut off or done twice: an entry names all
 * postings that may exist, first the old and the new ones, and only the new ones once the old are gone.
 */
export async function writeIndex(index: SearchIndex, wanted: readonly Wanted[]): Promise<void> {
  const found = await index.entries.find({ _id: { $in: wanted.map(({ postId }) => postId) } }).toArray()
  const before = new Map(found.map((entry) => [entry._id, entry]))
  const concerned = wanted.filter(({ postId, terms }) => terms.size > 0 || before.has(postId))
  if (concerned.length === 0) return
  const entries = await announce(index, concerned, before)
  const changes: Changes = new Map()
  for (const each of concerned) {
    const entry = entries.get(each.postId)
    if (entry) collect(changes, entry, textsOf(each.terms))
  }
  await writeLists(index, changes)
  await conclude(index, concerned, entries)
}

/** A post's terms as its entry holds them. */
export const textsOf = (terms: ReadonlyMap<string, number>): string[] =>
  [...terms].map(([term, weight]) => `${term} ${weight}`)

/** Writes the entries with their old and new terms. Posts that are new get numbers in the order they come in. */
async function announce(
  index: SearchIndex,
  wanted: readonly Wanted[],
  before: ReadonlyMap<string, Entry>,
): Promise<Map<string, Entry>> {
  const newOnes = wanted.filter(({ postId }) => !before.has(postId)).length
  let next = await takeNumbers(index, newOnes)
  const entries = new Map<string, Entry>()
  const operations: Operation<Entry>[] = []
  for (const { postId, terms } of wanted) {
    const old = before.get(postId)
    const entry = {
      _id: postId,
      no: old?.no ?? next++,
      terms: [...new Set([...(old?.terms ?? []), ...textsOf(terms)])],
    }
    entries.set(postId, entry)
    if (old?.terms.length === entry.terms.length) continue
    // Another process may have been first with a new post: then its number holds.
    const update = { $addToSet: { terms: { $each: entry.terms } }, $setOnInsert: { no: entry.no } }
    operations.push({ updateOne: { filter: { _id: postId }, update, upsert: true } })
  }
  if (operations.length === 0) return entries
  const written = await index.entries.bulkWrite(operations, { ordered: false })
  if (written.upsertedCount < newOnes) await takeOverNumbers(index, entries)
  return entries
}

async function takeNumbers({ counters }: SearchIndex, count: number): Promise<number> {
  if (count === 0) return 0
  const filter = { _id: 'posts' as const }
  const after = await counters.findOneAndUpdate(
    filter,
    { $inc: { last: count } },
    { upsert: true, returnDocument: 'after' },
  )
  return (after?.last ?? count) - count + 1
}

async function takeOverNumbers({ entries: stored }: SearchIndex, entries: Map<string, Entry>): Promise<void> {
  for (const { _id, no } of await stored.find({ _id: { $in: [...entries.keys()] } }).toArray()) {
    const entry = entries.get(_id)
    if (entry) entry.no = no
  }
}

function collect(changes: Changes, { no, terms }: Entry, wanted: readonly string[]): void {
  const kept = new Set(wanted)
  for (const text of terms) {
    const { id, block, posting } = postingOf(no, text)
    const change = changes.get(id) ?? { block, add: [], pull: [] }
    changes.set(id, change)
    if (kept.has(text)) change.add.push(posting)
    else change.pull.push(posting)
  }
}

/** Where a term of an entry stands in the lists. */
export function postingOf(no: number, text: string): { id: string; block: number; posting: number } {
  const space = text.lastIndexOf(' ')
  const block = Math.floor(no / blockSize)
  const posting = (no % blockSize) * weightLimit + Number(text.slice(space + 1))
  return { id: blockId(text.slice(0, space), block), block, posting }
}

/** Adds to lists and takes from them, and clears those that became empty: a list names a word, which may have been somebody's name. */
export async function writeLists({ blocks }: SearchIndex, changes: Changes): Promise<void> {
  const operations = [...changes].flatMap(([_id, { block, add, pull }]): Operation<Block>[] => [
    ...(pull.length > 0 ? [{ updateOne: { filter: { _id }, update: { $pull: { p: { $in: pull } } } } }] : []),
    ...(add.length > 0
      ? [
          {
            updateOne: {
              filter: { _id },
              update: { $addToSet: { p: { $each: add } }, $setOnInsert: { b: block } },
              upsert: true,
            },
          },
        ]
      : []),
  ])
  for (let from = 0; from < operations.length; from += atOnce)
    await twice(() => blocks.bulkWrite(operations.slice(from, from + atOnce), { ordered: false }))
  const pulled = [...changes].filter(([, { pull }]) => pull.length > 0).map(([id]) => id)
  if (pulled.length > 0) await blocks.deleteMany({ _id: { $in: pulled }, p: { $size: 0 } })
}

/** Of two who begin the same list at the same moment one is refused; the second time it is there. */
async function twice(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    await write()
  }
}

async function conclude(
  { entries: stored }: SearchIndex,
  wanted: readonly Wanted[],
  entries: ReadonlyMap<string, Entry>,
): Promise<void> {
  const operations = wanted.flatMap(({ postId: _id, terms }): Operation<Entry>[] => {
    if (terms.size === 0) return [{ deleteOne: { filter: { _id } } }]
    const texts = textsOf(terms)
    return entries.get(_id)?.terms.length === texts.length
      ? []
      : [{ updateOne: { filter: { _id }, update: { $set: { terms: texts } } } }]
  })
  if (operations.length > 0) await stored.bulkWrite(operations, { ordered: false })
}
