import { slugify } from '../../../content/index.ts'
import { allow, Conflict, Invalid, type Actor } from '../../../kernel/index.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import { settleTopic } from '../../commands/settle-topic.ts'
import type { ForumDeps } from '../../deps.ts'
import type { TopicKind } from '../../forum.words.ts'
import { channelOf } from '../../live/live.words.ts'
import { loadTopic } from '../../load.ts'
import type { TopicInPlace } from '../../place.ts'
import type { Post } from '../../post.model.ts'
import { standing } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import { mayModerate } from '../order.policy.ts'
import { mostSplit } from '../order.words.ts'
import { reflectTopic } from './reflect-topic.ts'

interface Wish {
  topicId: string
  postIds: readonly string[]
  title: string
  kind: TopicKind
  /** Becomes the new topic's id: the form sent twice makes one topic. */
  submission: string
}

/**
 * Moves replies of a topic to a new one in the same category; the first of them opens it. The new topic says first which
 * posts it gets, so that whoever finds it half done can finish. Throws NotFound, Gone, NotAllowed, Invalid, Conflict.
 */
export async function splitTopic(deps: ForumDeps, actor: Actor, wish: Wish): Promise<Topic> {
  allow(mayModerate(actor))
  const place = await loadTopic(deps, actor, wish.topicId)
  const done = await deps.topics.findById(wish.submission).lean<Topic>()
  const plan = done ?? (await planSplit(deps, place, wish))
  if (plan.splitFrom !== place.topic._id) throw new Conflict('order:rules.splitMeanwhile')
  await deps.topics.updateOne({ _id: plan._id }, { $setOnInsert: plan }, { upsert: true })
  await finishSplit(deps, plan._id)
  await bumpTopic(deps, place)
  await deps.audit.record(actor, {
    action: 'topic.split',
    thing: { kind: 'topic', id: place.topic._id },
    details: { into: plan._id, posts: wish.postIds.length },
  })
  return plan
}

async function planSplit(deps: ForumDeps, { topic }: TopicInPlace, wish: Wish): Promise<Topic> {
  const chosen = await deps.posts
    .find({ _id: { $in: [...wish.postIds] }, topicId: topic._id, isOpening: false, ...standing })
    .sort({ createdAt: 1, _id: 1 })
    .limit(mostSplit)
    .lean<Post[]>()
  const [opening] = chosen
  if (!opening) throw new Invalid({ posts: 'order:rules.postsMissing' })
  return {
    _id: wish.submission,
    categoryId: topic.categoryId,
    kind: wish.kind,
    title: wish.title,
    slug: slugify(wish.title),
    authorId: opening.authorId ?? '',
    openingPostId: opening._id,
    ...(opening.isNameless ? { isNameless: true } : {}),
    // In no list and counted nowhere until the posts are there.
    visibility: 'hidden',
    isClosed: false,
    splitFrom: topic._id,
    splitPosts: chosen.map(({ _id }) => _id),
    isUnsettled: true,
    createdAt: opening.createdAt,
    replyCount: 0,
    lastActivityAt: opening.createdAt,
    isSolved: false,
    hasStaffReply: false,
  }
}

/** Carries out what a new topic says of the posts that it gets; a second time nothing is left to do. */
export async function finishSplit(deps: ForumDeps, topicId: string): Promise<void> {
  const topic = await deps.topics.findById(topicId).lean<Topic>()
  if (topic?.splitFrom === undefined || !topic.splitPosts) return
  const { splitFrom, splitPosts, openingPostId } = topic
  await deps.posts.updateMany(
    { _id: { $in: splitPosts }, topicId: splitFrom },
    { $set: { topicId, isUnreflected: true } },
  )
  await deps.posts.updateOne({ _id: openingPostId, topicId }, { $set: { isOpening: true } })
  await deps.reports.updateMany({ postId: { $in: splitPosts } }, { $set: { topicId } })
  await takeAlongMarks(deps, topic, { from: splitFrom, postIds: splitPosts })
  await settleTopic(deps, splitFrom)
  await settleTopic(deps, topicId)
  const category = await deps.categories.findById(topic.categoryId).lean<TopicInPlace['category']>()
  if (category) await bumpTopic(deps, { topic, category })
  await reflectTopic(deps, topicId)
  // The mirrors speak of where the posts are now; who has the other topic open sees them there.
  await deps.live.note(channelOf(splitFrom), splitPosts)
  await deps.topics.updateOne({ _id: topicId }, { $unset: { isUnsettled: 1, splitPosts: 1 } })
}

async function takeAlongMarks(
  deps: ForumDeps,
  topic: Topic,
  { from, postIds }: { from: string; postIds: readonly string[] },
): Promise<void> {
  const source = await deps.topics.findById(from).lean<Topic>()
  const moved = (source?.accepted ?? []).filter(({ postId }) => postIds.includes(postId))
  if (moved.length === 0) return
  const answers = moved.filter(({ postId }) => postId !== topic.openingPostId)
  if (answers.length > 0) await deps.topics.updateOne({ _id: topic._id }, { $set: { accepted: answers } })
  await deps.topics.updateOne(
    { _id: from },
    { $pull: { accepted: { postId: { $in: moved.map(({ postId }) => postId) } } } },
  )
}
