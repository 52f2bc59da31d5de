import type { UpdateQuery } from 'mongoose'
import { mostAccepted, type TopicVisibility } from '../forum.words.ts'
import type { Category } from '../category.model.ts'
import type { ForumDeps } from '../deps.ts'
import type { Post } from '../post.model.ts'
import { isListed, isOutOfSight, isStanding, standing } from '../sight.ts'
import type { Topic } from '../topic.model.ts'

/** What follows from a topic's posts and marks. */
interface Derived {
  replyCount: number
  lastActivityAt: Date
  lastReplyBy?: string
  isSolved: boolean
  hasStaffReply: boolean
  visibility: TopicVisibility
  removedAt?: Date
}

/** How often the topic may change under our hands before it is left to the next change, or to reconcile. */
const mostTries = 10

/**
 * Brings a topic's derived fields in line with its posts and marks, and its category's figures by the difference.
 * Gives whether anything differed. Two at once come to the same: the topic is only written as it was read.
 */
export async function settleTopic(deps: ForumDeps, topicId: string): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const topic = await deps.topics.findById(topicId).lean<Topic>()
    const category = topic && (await deps.categories.findById(topic.categoryId).lean<Category>())
    if (!topic || !category) return false
    const derived = await derive(deps, topic, category)
    if (isAsDerived(topic, derived)) return false
    const written = await deps.topics.updateOne(asRead(topic), changesTo(derived))
    if (written.matchedCount === 0) continue
    await countDifference(deps, category, { now: weigh({ ...topic, ...derived }), before: weigh(topic) })
    return true
  }
  return true
}

async function derive(deps: ForumDeps, topic: Topic, category: Category): Promise<Derived> {
  const replies = { topicId: topic._id, isOpening: false, ...standing }
  const [replyCount, last, staffReply, opening, accepted] = await Promise.all([
    deps.posts.countDocuments(replies),
    deps.posts
      .findOne(replies, { createdAt: 1, authorId: 1, isNameless: 1 })
      .sort({ createdAt: -1, _id: -1 })
      .lean<Pick<Post, 'createdAt' | 'authorId' | 'isNameless'>>(),
    deps.posts.exists({ ...replies, isByStaff: true }),
    deps.posts.findById(topic.openingPostId).lean<Post>(),
    deps.posts
      .find(
        { _id: { $in: (topic.accepted ?? []).map(({ postId }) => postId) }, topicId: topic._id, ...standing },
        { _id: 1 },
      )
      .limit(mostAccepted)
      .lean<Pick<Post, '_id'>[]>(),
  ])
  return {
    replyCount,
    lastActivityAt: last?.createdAt ?? topic.createdAt,
    ...(last?.authorId === undefined || last.isNameless ? {} : { lastReplyBy: last.authorId }),
    isSolved: accepted.length > 0,
    hasStaffReply: staffReply !== null,
    ...visibilityOf(topic, category, { opening, replyCount }),
  }
}

/** An opening that is gone leaves its topic for as long as an answer stands under it. */
function visibilityOf(
  topic: Topic,
  { readRole }: Category,
  { opening, replyCount }: { opening: Post | null; replyCount: number },
): Pick<Derived, 'visibility' | 'removedAt'> {
  if (topic.mergedInto !== undefined) return { visibility: 'merged' }
  const isAlone = replyCount === 0
  if (opening?.removedAt && isAlone) return { visibility: 'removed', removedAt: topic.removedAt ?? opening.removedAt }
  if (isOutOfSight({ ...(topic.wholeHiddenFor ? { hiddenFor: topic.wholeHiddenFor } : {}) }))
    return { visibility: 'hidden' }
  if (opening && !isStanding(opening) && isAlone) return { visibility: 'hidden' }
  return { visibility: readRole }
}

const derivedFields = ['replyCount', 'lastReplyBy', 'isSolved', 'hasStaffReply', 'visibility'] as const

function isAsDerived(topic: Topic, derived: Derived): boolean {
  return (
    derivedFields.every((field) => topic[field] === derived[field]) &&
    topic.lastActivityAt.getTime() === derived.lastActivityAt.getTime() &&
    topic.removedAt?.getTime() === derived.removedAt?.getTime()
  )
}

/** Holds while nothing of a topic has changed that its figures depend on. */
export function asRead({ _id, replyCount, lastActivityAt, visibility, categoryId }: Topic): Partial<Topic> {
  return { _id, replyCount, lastActivityAt, visibility, categoryId }
}

function changesTo({ lastReplyBy, removedAt, ...rest }: Derived): UpdateQuery<Topic> {
  const gone = {
    ...(lastReplyBy === undefined ? { lastReplyBy: 1 } : {}),
    ...(removedAt === undefined ? { removedAt: 1 } : {}),
  }
  return {
    $inc: { settled: 1 },
    $set: {
      ...rest,
      ...(lastReplyBy === undefined ? {} : { lastReplyBy }),
      ...(removedAt === undefined ? {} : { removedAt }),
    },
    ...(Object.keys(gone).length > 0 ? { $unset: gone } : {}),
  }
}

export interface Weight {
  topics: number
  posts: number
}

/** What a topic adds to its category's figures: nothing while nobody may see it in lists. */
export function weigh({ visibility, replyCount }: Pick<Topic, 'visibility' | 'replyCount'>): Weight {
  return isListed({ visibility }) ? { topics: 1, posts: 1 + replyCount } : { topics: 0, posts: 0 }
}

/** Adds the difference between two weights to a category, and finds its latest activity anew. */
export async function countDifference(
  deps: ForumDeps,
  { _id: categoryId, readRole: visibility }: Category,
  { now, before }: { now: Weight; before: Weight },
): Promise<void> {
  const latest = await deps.topics
    .findOne({ categoryId, visibility }, { lastActivityAt: 1 })
    .sort({ lastActivityAt: -1, _id: -1 })
    .lean<Pick<Topic, 'lastActivityAt'>>()
  await deps.categories.updateOne(
    { _id: categoryId },
    {
      $inc: { topicCount: now.topics - before.topics, postCount: now.posts - before.posts },
      ...(latest ? { $set: { lastActivityAt: latest.lastActivityAt } } : { $unset: { lastActivityAt: 1 } }),
    },
  )
}
