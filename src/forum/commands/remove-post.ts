import { allow, Gone, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { loadPost, type PostInPlace } from '../load.ts'
import { mayDeletePost } from '../post.policy.ts'
import { recountAfterRemoval } from './recount.ts'
import { removedSlug, removedTitle, standing } from '../sight.ts'
import { bumpTopic } from './bump-topic.ts'

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
  const { post, category } = place
  allow(mayDeletePost(actor, post))
  const removedAt = deps.clock()
  const stays = await wipePost(deps, place, removedAt)
  if (stays === 'gone before') throw new Gone(removedAt)
  return { topic: stays, categorySlug: category.slug }
}

/**
 * Takes a post's words and author away, and with an opening post what that takes along. Gives where the topic still
 * stands; `gone before` when somebody else was first.
 */
export async function wipePost(
  deps: ForumDeps,
  place: PostInPlace,
  removedAt: Date,
): Promise<{ _id: string; slug: string } | undefined | 'gone before'> {
  const { post, topic } = place
  const written = await deps.posts.updateOne(
    { _id: post._id, removedAt: { $exists: false } },
    {
      $set: { source: '', html: '', removedAt, removedBy: 'author' },
      $unset: { authorId: 1, editedAt: 1, submission: 1, isHidden: 1, isNameless: 1 },
    },
  )
  if (written.matchedCount === 0) return 'gone before'
  const stays = post.isOpening ? await closeOpening(deps, place, removedAt) : { _id: topic._id, slug: topic.slug }
  await recountAfterRemoval(deps, place, { isTopicGone: stays === undefined })
  await bumpTopic(deps, place)
  return stays
}

async function closeOpening(
  deps: ForumDeps,
  { topic }: PostInPlace,
  removedAt: Date,
): Promise<{ _id: string; slug: string } | undefined> {
  const answers = await deps.posts.countDocuments({ topicId: topic._id, isOpening: false, ...standing })
  const wiped = { title: removedTitle, slug: removedSlug, authorId: '' }
  if (answers > 0) {
    await deps.topics.updateOne({ _id: topic._id }, { $set: wiped })
    return { _id: topic._id, slug: removedSlug }
  }
  await deps.topics.updateOne({ _id: topic._id }, { $set: { ...wiped, visibility: 'removed', removedAt } })
  return undefined
}
