import type { ForumDeps } from '../deps.ts'
import type { Post } from '../post.model.ts'
import { standing } from '../sight.ts'
import type { Topic } from '../topic.model.ts'
import { blockSize, weightLimit, type Block, type Entry, type SearchIndex } from './index.model.ts'
import { weigh } from './weigh.ts'
import { postingOf, textsOf, writeIndex, writeLists, type Wanted } from './write-index.ts'

/** What mending needs. */
type Deps = Pick<ForumDeps, 'posts' | 'topics' | 'search'>

/** How many posts without an entry are looked for at once. */
const atOnce = 500

/**
 * Compares the index with the posts and mends what differs, while it is being searched and written. Takes one block of
 * numbers after the other, so that memory doesn't grow with the forum. Gives how many posts and lists were mended.
 */
export async function mendIndex(deps: Deps): Promise<number> {
  const index = deps.search
  const last = (await index.counters.findOne({ _id: 'posts' }))?.last ?? 0
  let mended = await addMissing(deps)
  for (let block = 0; block * blockSize <= last; block += 1) mended += await mendBlock(deps, block)
  return mended
}

/** Posts that stand and have no entry. */
async function addMissing(deps: Deps): Promise<number> {
  const index = deps.search
  let added = 0
  let after = ''
  for (;;) {
    const posts = await deps.posts
      .find({ _id: { $gt: after }, ...standing }, { _id: 1 })
      .sort({ _id: 1 })
      .limit(atOnce)
      .lean<Pick<Post, '_id'>[]>()
    const last = posts.at(-1)
    if (!last) return added
    after = last._id
    const ids = posts.map(({ _id }) => _id)
    const known = new Set(
      (
        await index.entries
          .find({ _id: { $in: ids } })
          .project({ _id: 1 })
          .toArray()
      ).map(idOf),
    )
    const missing = await wantedFor(
      deps,
      ids.filter((id) => !known.has(id)),
    )
    await writeIndex(index, missing)
    added += missing.filter(({ terms }) => terms.size > 0).length
  }
}

const idOf = ({ _id }: { _id?: unknown }): string => String(_id)

/** How these posts are to stand; nothing for one whose topic was never written. */
async function wantedFor({ posts, topics }: Deps, ids: readonly string[]): Promise<Wanted[]> {
  if (ids.length === 0) return []
  const found = await posts.find({ _id: { $in: [...ids] } }, { html: 0 }).lean<Post[]>()
  const topicIds = [...new Set(found.map(({ topicId }) => topicId))]
  const byId = new Map((await topics.find({ _id: { $in: topicIds } }).lean<Topic[]>()).map((each) => [each._id, each]))
  const known = new Map(found.map((post) => [post._id, post]))
  return ids.map((postId) => {
    const post = known.get(postId)
    const topic = post && byId.get(post.topicId)
    return { postId, terms: post && topic ? weigh(post, topic) : new Map<string, number>() }
  })
}

/**
 * Lists are read before entries and entries before posts. Each is written in the other order, so what is in a list for
 * good reason has its entry by then; a change under way is done twice at most, which changes nothing.
 */
async function mendBlock(deps: Deps, block: number): Promise<number> {
  const index = deps.search
  const lists = await index.blocks.find({ b: block }).toArray()
  const range = { $gte: block * blockSize, $lt: (block + 1) * blockSize }
  const entries = await index.entries.find({ no: range }).toArray()
  const wanted = await wantedFor(deps, entries.map(idOf))
  const byId = new Map(entries.map((entry) => [entry._id, entry]))
  const wrong = wanted.filter(({ postId, terms }) => !isAsWanted(byId.get(postId), terms))
  await writeIndex(index, wrong)
  // What those posts have too much or too little is put right by now.
  const wrongIds = new Set(wrong.map(({ postId }) => postId))
  const right = entries.filter(({ _id }) => !wrongIds.has(_id))
  const settled = new Set(wrong.map(({ postId }) => (byId.get(postId)?.no ?? 0) % blockSize))
  return wrong.length + (await mendLists(index, { lists, entries: right, settled }))
}

function isAsWanted(entry: Entry | undefined, terms: ReadonlyMap<string, number>): boolean {
  if (!entry || terms.size === 0 || entry.terms.length !== terms.size) return false
  const texts = new Set(entry.terms)
  return textsOf(terms).every((text) => texts.has(text))
}

/** Compares a block's lists with its entries, and writes the difference. Gives how many lists differed. */
async function mendLists(
  index: SearchIndex,
  { lists, entries, settled }: { lists: readonly Block[]; entries: readonly Entry[]; settled: ReadonlySet<number> },
): Promise<number> {
  const expected = new Map<string, { block: number; postings: Set<number> }>()
  for (const { no, terms } of entries) {
    for (const text of terms) {
      const { id, block, posting } = postingOf(no, text)
      const list = expected.get(id) ?? { block, postings: new Set() }
      expected.set(id, list)
      list.postings.add(posting)
    }
  }
  const changes = new Map<string, { block: number; add: number[]; pull: number[] }>()
  for (const { _id, b: block, p } of lists) {
    const postings = expected.get(_id)?.postings ?? new Set<number>()
    const pull = p.filter((posting) => !postings.has(posting) && !settled.has(Math.floor(posting / weightLimit)))
    for (const posting of p) postings.delete(posting)
    if (pull.length > 0) changes.set(_id, { block, add: [], pull })
  }
  for (const [id, { block, postings }] of expected) {
    if (postings.size === 0) continue
    changes.set(id, { block, add: [...postings], pull: changes.get(id)?.pull ?? [] })
  }
  await writeLists(index, changes)
  // A crash between two steps leaves an empty list, which still names a word.
  const emptied = lists.filter(({ p }) => p.length === 0).map(({ _id }) => _id)
  if (emptied.length > 0) await index.blocks.deleteMany({ _id: { $in: emptied }, p: { $size: 0 } })
  return changes.size
}
