import type { Category } from '../category.model.ts'
import type { ForumDeps } from '../deps.ts'
import type { Post } from '../post.model.ts'
import { categoriesStamp, latestStamp } from '../stamp-names.ts'
import type { Topic } from '../topic.model.ts'
import { finishUnsettled } from '../order/commands/finish-unsettled.ts'
import { recountCategory } from './recount-category.ts'
import { reflectLeftovers } from './reflect.ts'
import { settleTopic } from './settle-topic.ts'

/** What a reconciliation mended. */
export interface Mended {
  topics: number
  categories: number
  /** Opening posts whose topic was never written. */
  strayPosts: number
  /** What is kept of posts elsewhere: search, quotes, notices. */
  mirrored: number
}

const aDay = 24 * 60 * 60 * 1000

/**
 * Rebuilds what is derived: topics' and categories' figures, who may see a topic in lists, and posts that a crash left
 * without their topic. Everything is read through cursors, so that a large forum needs no more memory than a small one.
 */
export async function reconcile(deps: ForumDeps): Promise<Mended> {
  const mended: Mended = { topics: 0, categories: 0, strayPosts: await clearStrayPosts(deps), mirrored: 0 }
  await finishUnsettled(deps)
  const categories = await deps.categories.find().lean<Category[]>()
  for await (const topic of deps.topics
    .find({ visibility: { $nin: ['removed', 'merged'] } }, { _id: 1 })
    .lean<Pick<Topic, '_id'>>()
    .cursor()) {
    if (await settleTopic(deps, topic._id)) mended.topics += 1
  }
  for (const category of categories) {
    if (await recountCategory(deps, category._id)) mended.categories += 1
  }
  mended.mirrored += await reflectLeftovers(deps)
  for (const mirror of deps.mirrors) mended.mirrored += await mirror.rebuild()
  if (mended.topics + mended.categories > 0) await deps.stamps.bump(categoriesStamp, latestStamp)
  return mended
}

/** Only old ones: a topic is written a moment after its opening post. */
async function clearStrayPosts(deps: ForumDeps): Promise<number> {
  const before = new Date(deps.clock().getTime() - aDay)
  const openings = deps.posts.find({ isOpening: true, createdAt: { $lt: before } }, { topicId: 1 })
  let cleared = 0
  for await (const post of openings.lean<Pick<Post, '_id' | 'topicId'>>().cursor()) {
    if (await deps.topics.exists({ _id: post.topicId })) continue
    await deps.posts.deleteOne({ _id: post._id })
    cleared += 1
  }
  return cleared
}
