import { Gone, NotFound, type Actor, type RemovalClass } from '../kernel/index.ts'
import type { Category } from './category.model.ts'
import { mayRead } from './category.policy.ts'
import type { ForumDeps } from './deps.ts'
import type { PostInPlace, TopicInPlace } from './place.ts'
import type { HideReason } from './forum.words.ts'
import type { Post } from './post.model.ts'
import { isOutOfSight, mayLook, mayLookAtTopic, seenTopicBy } from './sight.ts'
import type { Topic } from './topic.model.ts'

/** A category that the actor may read. Throws NotFound for none and for one that is hidden from the actor alike. */
export async function loadCategory(
  deps: ForumDeps,
  actor: Actor,
  by: { slug: string } | { _id: string },
): Promise<Category> {
  const category = await deps.categories.findOne(by).lean<Category>()
  if (!category || !mayRead(actor, category)) throw new NotFound('no such category')
  return category
}

/**
 * A topic with its category, for an actor who may read it: where it was merged away, the one that its posts went to.
 * Throws NotFound, or Gone once it was removed.
 */
export async function loadTopic(deps: ForumDeps, actor: Actor, id: string): Promise<TopicInPlace> {
  const place = await findTopic(deps, actor, id)
  if (place.topic.visibility === 'hidden') throw missing(place.topic.hiddenFor)
  return place
}

/** The same, and what is out of sight too for who may still look: moderators, and its author. */
export async function lookAtTopic(deps: ForumDeps, actor: Actor, id: string): Promise<TopicInPlace> {
  const place = await findTopic(deps, actor, id)
  const { topic } = place
  if (topic.visibility === 'hidden' && !mayLookAtTopic(actor, topic)) throw missing(topic.hiddenFor)
  return place
}

/** A post with its topic and category, for an actor who may read them. Throws NotFound or Gone. */
export async function loadPost(deps: ForumDeps, actor: Actor, id: string): Promise<PostInPlace> {
  const post = await findPost(deps, id)
  const place = await loadTopic(deps, actor, post.topicId)
  if (post.removedAt) throw new Gone(post.removedAt, post.removedFor)
  if (isOutOfSight(post)) throw missing(post.hiddenFor)
  return { post, ...place }
}

/** The same, and what is out of sight too for who may still look: moderators, and its author. */
export async function lookAtPost(deps: ForumDeps, actor: Actor, id: string): Promise<PostInPlace> {
  const post = await findPost(deps, id)
  const place = await lookAtTopic(deps, actor, post.topicId)
  if (post.removedAt) throw new Gone(post.removedAt, post.removedFor)
  if (!mayLook(actor, post)) throw missing(post.hiddenFor)
  return { post, ...place }
}

/** A post as it is stored, wherever and however it stands; undefined for one without its topic. For nobody's eyes. */
export async function findPlace(deps: ForumDeps, id: string): Promise<PostInPlace | undefined> {
  const post = await deps.posts.findById(id).lean<Post>()
  const topic = post && (await deps.topics.findById(post.topicId).lean<Topic>())
  const category = topic && (await deps.categories.findById(topic.categoryId).lean<Category>())
  return post && topic && category ? { post, topic, category } : undefined
}

async function findPost(deps: ForumDeps, id: string): Promise<Post> {
  const post = await deps.posts.findById(id).lean<Post>()
  if (!post) throw new NotFound('no such post')
  return post
}

async function findTopic(deps: ForumDeps, actor: Actor, id: string): Promise<TopicInPlace> {
  const topic = await followMerges(deps, id)
  if (!topic) throw new NotFound('no such topic')
  const category = await loadCategory(deps, actor, { _id: topic.categoryId })
  if (topic.removedAt) throw new Gone(topic.removedAt, await reasonOf(deps, topic))
  return { topic: seenTopicBy(actor, topic), category }
}

/** Why a topic is gone: what its opening post says of it. */
async function reasonOf({ posts }: ForumDeps, { openingPostId }: Topic): Promise<RemovalClass | undefined> {
  const opening = await posts.findById(openingPostId, { removedFor: 1 }).lean<Pick<Post, 'removedFor'>>()
  return opening?.removedFor
}

/** More hops than there can be at any moment: a merge leads those that led to its topic on to the new one. */
const mostHops = 5

/** A topic as it is stored; where it was merged away, the one that its posts went to. */
export async function followMerges(deps: ForumDeps, id: string): Promise<Topic | null> {
  let topic = await deps.topics.findById(id).lean<Topic>()
  for (let hop = 0; topic?.mergedInto !== undefined && hop < mostHops; hop += 1) {
    topic = await deps.topics.findById(topic.mergedInto).lean<Topic>()
  }
  return topic
}

/** What nobody has seen yet does not exist; what was taken away is gone. */
function missing(hiddenFor: readonly HideReason[] = []): NotFound | Gone {
  return hiddenFor.includes('held') ? new NotFound('waits for a look') : new Gone()
}
