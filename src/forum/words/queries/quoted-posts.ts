import type { Category } from '../../category.model.ts'
import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import type { Quote } from '../../forum.words.ts'
import type { Post } from '../../post.model.ts'
import type { Topic } from '../../topic.model.ts'
import { isInSight, isOpenTo, occursIn, type QuoteState } from '../quotable.ts'

/** Posts that are quoted, by id, with where they stand; one that is gone with its topic is missing. */
export type Quoted = ReadonlyMap<string, PostInPlace>

/** The posts with these ids as they stand now. */
export async function quotedPosts(deps: ForumDeps, ids: readonly string[]): Promise<Quoted> {
  if (ids.length === 0) return new Map()
  const posts = await deps.posts.find({ _id: { $in: [...new Set(ids)] } }, { html: 0 }).lean<Post[]>()
  const topics = await deps.topics
    .find({ _id: { $in: [...new Set(posts.map(({ topicId }) => topicId))] } })
    .lean<Topic[]>()
  const categoryIds = [...new Set(topics.map(({ categoryId }) => categoryId))]
  const categories = await deps.categories.find({ _id: { $in: categoryIds } }).lean<Category[]>()
  return new Map(
    posts.flatMap((post): [string, PostInPlace][] => {
      const topic = topics.find(({ _id }) => _id === post.topicId)
      const category = topic && categories.find(({ _id }) => _id === topic.categoryId)
      return topic && category ? [[post._id, { post, topic, category }]] : []
    }),
  )
}

/** How a quote in a text of this category stands. `textsOf` gives the texts in which its words may be. */
export async function stateOf(
  { postId, passage }: Quote,
  { quoted, category, textsOf }: { quoted: Quoted; category: Category; textsOf: (post: Post) => Promise<string[]> },
): Promise<QuoteState> {
  const place = quoted.get(postId)
  if (!place || place.post.removedAt || passage === '') return 'gone'
  if (!occursIn(passage, await textsOf(place.post))) return 'gone'
  return isInSight(place) && isOpenTo(category, place.category) ? 'shown' : 'hidden'
}
