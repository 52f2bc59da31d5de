import { Gone, NotFound, type Actor } from '../kernel/index.ts'
import type { Category } from './category.model.ts'
import { mayRead } from './category.policy.ts'
import type { ForumDeps } from './deps.ts'
import type { PostInPlace, TopicInPlace } from './place.ts'
import type { Post } from './post.model.ts'
import { isOutOfSight, seenTopic } from './sight.ts'
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

/** A topic with its category, for an actor who may read it. Throws NotFound, or Gone once it was removed. */
export async function loadTopic(deps: ForumDeps, actor: Actor, id: string): Promise<TopicInPlace> {
  const topic = await deps.topics.findById(id).lean<Topic>()
  if (!topic) throw new NotFound('no such topic')
  const category = await loadCategory(deps, actor, { _id: topic.categoryId })
  if (topic.removedAt) throw new Gone(topic.removedAt)
  if (topic.visibility === 'hidden') throw new Gone()
  return { topic: seenTopic(topic), category }
}

/** A post with its topic and category, for an actor who may read them. Throws NotFound or Gone. */
export async function loadPost(deps: ForumDeps, actor: Actor, id: string): Promise<PostInPlace> {
  const post = await deps.posts.findById(id).lean<Post>()
  if (!post) throw new NotFound('no such post')
  const place = await loadTopic(deps, actor, post.topicId)
  if (post.removedAt) throw new Gone(post.removedAt)
  if (isOutOfSight(post)) throw new Gone()
  return { post, ...place }
}
