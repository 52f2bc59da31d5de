import { keyToText, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { Post } from '../post.model.ts'
import { byId, readableCategories } from '../queries/list-categories.ts'
import { findTopicPage } from '../queries/list-topics.ts'
import { isStanding } from '../sight.ts'
import type { Hit } from './find-posts.ts'
import type { Filters } from './parse-query.ts'

/** The openings of the latest topics that filters let through, for a search without words; with the next page's key. */
export async function latestOpenings(
  deps: ForumDeps,
  actor: Actor,
  { filters, after }: { filters: Filters; after: string | undefined },
): Promise<{ hits: Hit[]; next?: string }> {
  const categories = await readableCategories(deps, actor)
  const known = byId(categories)
  const only = categories.find(({ slug }) => slug === filters.category)
  if (filters.category !== undefined && !only) return { hits: [] }
  const query = { after, before: undefined, status: filters.status }
  const page = await findTopicPage(deps, { actor, query, categories: known, ...(only ? { only } : {}) })
  const openingIds = page.rows.map(({ openingPostId }) => openingPostId)
  const found = await deps.posts.find({ _id: { $in: openingIds } }, { html: 0 }).lean<Post[]>()
  const posts = new Map(found.map((post) => [post._id, post]))
  const hits = page.rows.flatMap((topic): Hit[] => {
    const post = posts.get(topic.openingPostId)
    const category = known.get(topic.categoryId)
    return post && category && isStanding(post)
      ? [{ no: 0, score: 0, matched: 0, place: { post, topic, category } }]
      : []
  })
  return { hits, ...(page.next ? { next: keyToText(page.next) } : {}) }
}
