import { plainText } from '../../content/index.ts'
import type { Actor } from '../../kernel/index.ts'
import type { Category } from '../category.model.ts'
import { mayRead } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostInPlace } from '../place.ts'
import type { Post } from '../post.model.ts'
import { byId, readableCategories } from '../queries/list-categories.ts'
import { isOutOfSight, isStanding } from '../sight.ts'
import type { Topic } from '../topic.model.ts'
import { hasStatus } from '../topic-status.ts'
import { normalPassage, type Filters, type Phrase, type SearchQuery } from './parse-query.ts'
import { rank, type Candidate } from './rank.ts'

/** A post that answers, with where it stands. */
export interface Hit extends Candidate {
  place: PostInPlace
}

interface Wishes {
  limit: number
  /** Whether a candidate is behind the page before. */
  accepts?: (candidate: Candidate) => boolean
  /** How many words fewer than asked for are enough; without, as many as the best post in sight has. */
  tolerance?: number
}

/** How many candidates are read at once: few at first, since most of them can be shown. */
const batches = [40, 160, 200, 200, 200, 200]

/**
 * The best posts for a query that the actor may read now, one of each topic, best first. Whether a post stands and its
 * category may be read is looked up for each: the index may be a moment behind, and nothing out of sight is shown.
 *
 * Where no post in sight has all the words, those with the most are given.
 */
export async function findPosts(
  deps: ForumDeps,
  actor: Actor,
  { query, wishes }: { query: SearchQuery; wishes: Wishes },
): Promise<Hit[]> {
  const authorId = await authorOf(deps, query.filters)
  if (authorId === 'nobody') return []
  const candidates = await rank(deps.search, query, authorId)
  const categories = byId(await readableCategories(deps, actor))
  const topics = new Set<string>()
  const hits: Hit[] = []
  let least: number | undefined
  let from = 0
  for (const size of batches) {
    const batch = candidates.slice(from, from + size)
    from += size
    const places = await placesOf(deps, batch, categories)
    for (const candidate of batch) {
      const place = places.get(candidate.no)
      if (!place || topics.has(place.topic._id) || !answers(place, query, actor)) continue
      least ??= wishes.tolerance === undefined ? candidate.matched : query.words.length - wishes.tolerance
      if (candidate.matched < least) return hits
      topics.add(place.topic._id)
      if (wishes.accepts?.(candidate) ?? true) hits.push({ ...candidate, place })
      if (hits.length === wishes.limit) return hits
    }
  }
  return hits
}

/** The account whose posts are asked for; `nobody` when nobody has the handle. */
async function authorOf(deps: ForumDeps, { by }: Filters): Promise<string | undefined> {
  if (by === undefined) return undefined
  return (await deps.accounts.holders([by])).get(by) ?? 'nobody'
}

async function placesOf(
  deps: ForumDeps,
  candidates: readonly Candidate[],
  categories: ReadonlyMap<string, Category>,
): Promise<Map<number, PostInPlace>> {
  if (candidates.length === 0) return new Map()
  const numbers = candidates.map(({ no }) => no)
  const entries = await deps.search.entries
    .find({ no: { $in: numbers } })
    .project<{ _id: string; no: number }>({ no: 1 })
    .toArray()
  const posts = await deps.posts.find({ _id: { $in: entries.map(({ _id }) => _id) } }, { html: 0 }).lean<Post[]>()
  const found = await deps.topics
    .find({ _id: { $in: [...new Set(posts.map(({ topicId }) => topicId))] } })
    .lean<Topic[]>()
  const numberOf = new Map(entries.map(({ _id, no }) => [_id, no]))
  const topics = new Map(found.map((topic) => [topic._id, topic]))
  return new Map(
    posts.flatMap((post): [number, PostInPlace][] => {
      const topic = topics.get(post.topicId)
      const category = topic && categories.get(topic.categoryId)
      const no = numberOf.get(post._id)
      return topic && category && no !== undefined ? [[no, { post, topic, category }]] : []
    }),
  )
}

function answers({ post, topic, category }: PostInPlace, query: SearchQuery, actor: Actor): boolean {
  const { filters, phrases, withoutPhrases } = query
  if (!isStanding(post) || !mayRead(actor, category)) return false
  if (topic.removedAt || topic.visibility !== category.readRole) return false
  if (filters.category !== undefined && filters.category !== category.slug) return false
  if (filters.status !== undefined && !hasStatus(topic, filters.status)) return false
  if (filters.by !== undefined && post.isNameless) return false
  if (phrases.length + withoutPhrases.length === 0) return true
  const holds = passageFinder(post, topic)
  return phrases.every(holds) && !withoutPhrases.some(holds)
}

/** Tells whether a post has a passage: as it reads, as it was typed, or in the title that it opens. */
function passageFinder(post: Post, topic: Topic): (phrase: Phrase) => boolean {
  const title = post.isOpening && !isOutOfSight(topic) ? normalPassage(topic.title) : ''
  const source = normalPassage(post.source)
  // Reading Markdown takes longer than all the rest. Its marks are no letters, so most posts can be told without.
  const letters = source.includes('&') ? undefined : lettersOf(source)
  let plain: string | undefined
  return ({ text }) => {
    if (title.includes(text) || source.includes(text)) return true
    if (letters?.includes(lettersOf(text)) === false) return false
    plain ??= normalPassage(plainText(post.source))
    return plain.includes(text)
  }
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}\p{M}]+/gu, '')
