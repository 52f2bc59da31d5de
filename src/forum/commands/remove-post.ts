import { allow, Gone, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { loadPost, type PostInPlace } from '../load.ts'
import { mayDeletePost } from '../post.policy.ts'
import { recountAfterRemoval } from './recount.ts'
import { bumpTopic } from './bump-topic.ts'

/** What stands in place of a title once its author took it back; also its slug. */
export const removedTitle = '[removed]'
const removedSlug = 'removed'

/**
 * Removes one's own post: at once and for good. A reply leaves its place; an opening post takes its whole topic away
 * while nobody answered, else the answers stay under a place and a title that tell nothing.
 * Gives where the topic still stands. Throws NotFound, Gone, NotAllowed.
 */
export async function removePost(
  deps: ForumDeps,
  actor: Actor,
  postId: string,
): Promise<{ topic: { _id: string; slug: string } | undefined; categorySlug: string }> {
  const place = await loadPost(deps, actor, postId)
  const { post, topic, category } = place
  allow(mayDeletePost(actor, post))
  const removedAt = deps.clock()
  const written = await deps.posts.updateOne(
    { _id: post._id, removedAt: { $exists: false } },
    {
      $set: { source: '', html: '', removedAt, removedBy: 'author' },
      $unset: { authorId: 1, editedAt: 1, submission: 1 },
    },
  )
  if (written.matchedCount === 0) throw new Gone(removedAt)
  const stays = post.isOpening ? await closeOpening(deps, place, removedAt) : { _id: topic._id, slug: topic.slug }
  await recountAfterRemoval(deps, place, { isTopicGone: stays === undefined })
  await bumpTopic(deps, place)
  return { topic: stays, categorySlug: category.slug }
}

async function closeOpening(
  deps: ForumDeps,
  { topic }: PostInPlace,
  removedAt: Date,
): Promise<{ _id: string; slug: string } | undefined> {
  const answers = await deps.posts.countDocuments({
    topicId: topic._id,
    isOpening: false,
    removedAt: { $exists: false },
  })
  const wiped = { title: removedTitle, slug: removedSlug, authorId: '' }
  if (answers > 0) {
    await deps.topics.updateOne({ _id: topic._id }, { $set: wiped })
    return { _id: topic._id, slug: removedSlug }
  }
  await deps.topics.updateOne({ _id: topic._id }, { $set: { ...wiped, visibility: 'removed', removedAt } })
  return undefined
}
