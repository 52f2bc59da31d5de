import type { Category } from '../category.model.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostInPlace } from '../load.ts'
import type { Post } from '../post.model.ts'
import { standing } from '../sight.ts'
import type { Topic } from '../topic.model.ts'

/** Figures of a topic, counted from its posts. */
interface TopicFigures {
  replyCount: number
  lastActivityAt: Date
  lastReplyBy?: string
}

/** After a removal: the topic's figures anew, its category's by the difference, which costs the same in a large one. */
export async function recountAfterRemoval(
  deps: ForumDeps,
  { topic, category, post }: PostInPlace,
  { isTopicGone }: { isTopicGone: boolean },
): Promise<void> {
  await writeFigures(deps, topic)
  const latest = await deps.topics
    .findOne({ categoryId: category._id, visibility: category.readRole }, { lastActivityAt: 1 })
    .sort({ lastActivityAt: -1, _id: -1 })
    .lean<Pick<Topic, 'lastActivityAt'>>()
  // A topic counts as one post for as long as it stands, with or without its opening words.
  const fewer = post.isOpening && !isTopicGone ? 0 : -1
  await deps.categories.updateOne(
    { _id: category._id },
    {
      $inc: { topicCount: isTopicGone ? -1 : 0, postCount: fewer },
      ...(latest ? { $set: { lastActivityAt: latest.lastActivityAt } } : { $unset: { lastActivityAt: 1 } }),
    },
  )
}

/** Writes the topic's figures when they differ. Gives whether they did. */
export async function writeFigures(deps: ForumDeps, topic: Topic): Promise<boolean> {
  const { replyCount, lastActivityAt, lastReplyBy } = await figuresOf(deps, topic)
  const isRight =
    topic.replyCount === replyCount &&
    topic.lastActivityAt.getTime() === lastActivityAt.getTime() &&
    topic.lastReplyBy === lastReplyBy
  if (isRight) return false
  await deps.topics.updateOne(
    { _id: topic._id },
    lastReplyBy === undefined
      ? { $set: { replyCount, lastActivityAt }, $unset: { lastReplyBy: 1 } }
      : { $set: { replyCount, lastActivityAt, lastReplyBy } },
  )
  return true
}

async function figuresOf(deps: ForumDeps, topic: Topic): Promise<TopicFigures> {
  const replies = { topicId: topic._id, isOpening: false, ...standing }
  const replyCount = await deps.posts.countDocuments(replies)
  const last = await deps.posts
    .findOne(replies, { createdAt: 1, authorId: 1, isNameless: 1 })
    .sort({ createdAt: -1, _id: -1 })
    .lean<Pick<Post, 'createdAt' | 'authorId' | 'isNameless'>>()
  return {
    replyCount,
    lastActivityAt: last?.createdAt ?? topic.createdAt,
    ...(last?.authorId === undefined || last.isNameless ? {} : { lastReplyBy: last.authorId }),
  }
}

/** Counts a category's derived figures anew from its topics, and writes them when they differ. Gives whether they did. */
export async function recountCategory(deps: ForumDeps, categoryId: string): Promise<boolean> {
  const category = await deps.categories.findById(categoryId).lean<Category>()
  if (!category) return false
  const visibility = { $in: ['public', 'members', 'staff'] }
  const [sums] = await deps.topics.aggregate<{ topics: number; replies: number; last: Date }>([
    { $match: { categoryId, visibility } },
    { $group: { _id: null, topics: { $sum: 1 }, replies: { $sum: '$replyCount' }, last: { $max: '$lastActivityAt' } } },
  ])
  const topicCount = sums?.topics ?? 0
  const postCount = topicCount + (sums?.replies ?? 0)
  if (
    category.topicCount === topicCount &&
    category.postCount === postCount &&
    category.lastActivityAt?.getTime() === sums?.last.getTime()
  )
    return false
  await deps.categories.updateOne(
    { _id: categoryId },
    sums
      ? { $set: { topicCount, postCount, lastActivityAt: sums.last } }
      : { $set: { topicCount, postCount }, $unset: { lastActivityAt: 1 } },
  )
  return true
}
