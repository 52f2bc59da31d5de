import type { Category } from '../category.model.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostInPlace } from '../place.ts'
import type { Post } from '../post.model.ts'
import type { Topic } from '../topic.model.ts'
import { recountCategory } from './recount-category.ts'
import { settleTopic } from './settle-topic.ts'

/** How many posts are brought to their mirrors at once. */
const atOnce = 100

/**
 * Brings these posts to their mirrors, as they stand in the store now. The mark that a write left on them goes last, so
 * that a crash in between is made good by `reflectLeftovers`.
 */
export async function reflect(deps: ForumDeps, postIds: readonly string[]): Promise<void> {
  for (let from = 0; from < postIds.length; from += atOnce) {
    await reflectSome(deps, postIds.slice(from, from + atOnce))
  }
}

/** How long a write has until its post counts as left behind, in milliseconds. */
const underWay = 30_000

/**
 * Finishes what a crash left undone. Gives how many posts had been waiting. Younger ones are brought to their mirrors as
 * well, and keep their mark: their figures are counted by the write that is under way, or by a later run.
 */
export async function reflectLeftovers(deps: ForumDeps): Promise<number> {
  const waiting = await deps.posts
    .find({ isUnreflected: true }, { _id: 1, topicId: 1, createdAt: 1 })
    .limit(1000)
    .lean<Pick<Post, '_id' | 'topicId' | 'createdAt'>[]>()
  const before = new Date(deps.clock().getTime() - underWay)
  const left = waiting.filter(({ createdAt }) => createdAt < before)
  await countLeftovers(deps, [...new Set(left.map(({ topicId }) => topicId))])
  const idsOf = (posts: typeof waiting): string[] => posts.map(({ _id }) => _id)
  await reflect(deps, idsOf(left))
  const young = await placesOf(deps, idsOf(waiting.filter((post) => !left.includes(post))))
  for (const mirror of deps.mirrors) await mirror.reflect(young)
  return waiting.length
}

/** Figures that those writes may not have come to. */
async function countLeftovers(deps: ForumDeps, topicIds: readonly string[]): Promise<void> {
  for (const topicId of topicIds) await settleTopic(deps, topicId)
  const categoryIds = await deps.topics.distinct('categoryId', { _id: { $in: [...topicIds] } })
  for (const categoryId of categoryIds) await recountCategory(deps, categoryId)
}

async function reflectSome(deps: ForumDeps, postIds: readonly string[]): Promise<void> {
  const places = await placesOf(deps, postIds)
  for (const mirror of deps.mirrors) await mirror.reflect(places)
  const done = places.filter(({ post }) => post.isUnreflected)
  if (done.length === 0) return
  // A change that came meanwhile has set the mark again and brings its own state along.
  await deps.posts.updateMany({ _id: { $in: done.map(({ post }) => post._id) } }, { $unset: { isUnreflected: 1 } })
}

/** Posts with their topic and category, all as they are stored. A post without a topic is left out. */
async function placesOf(deps: ForumDeps, postIds: readonly string[]): Promise<PostInPlace[]> {
  const posts = await deps.posts.find({ _id: { $in: [...postIds] } }).lean<Post[]>()
  const topicIds = [...new Set(posts.map(({ topicId }) => topicId))]
  const topics = new Map(
    (await deps.topics.find({ _id: { $in: topicIds } }).lean<Topic[]>()).map((topic) => [topic._id, topic]),
  )
  const categoryIds = [...new Set([...topics.values()].map(({ categoryId }) => categoryId))]
  const found = await deps.categories.find({ _id: { $in: categoryIds } }).lean<Category[]>()
  const categories = new Map(found.map((category) => [category._id, category]))
  return posts.flatMap((post) => {
    const topic = topics.get(post.topicId)
    const category = topic && categories.get(topic.categoryId)
    return topic && category ? [{ post, topic, category }] : []
  })
}
