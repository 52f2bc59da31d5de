import { allow, Gone, type Actor, type RemovalClass } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { lookAtPost } from '../load.ts'
import type { PostInPlace } from '../place.ts'
import { mayDeletePost } from '../post.policy.ts'
import { removedSlug, removedTitle } from '../sight.ts'
import type { Topic } from '../topic.model.ts'
import { bumpTopic } from './bump-topic.ts'
import { reflect } from './reflect.ts'
import { settleTopic } from './settle-topic.ts'

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
  const place = await lookAtPost(deps, actor, postId)
  const { post, category } = place
  allow(mayDeletePost(actor, post))
  const removedAt = deps.clock()
  const stays = await wipePost(deps, place, { removedAt, removedBy: 'author' })
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
  { removedAt, removedBy, removedFor }: { removedAt: Date; removedBy: 'author' | 'staff'; removedFor?: RemovalClass },
): Promise<{ _id: string; slug: string } | undefined | 'gone before'> {
  const { post, topic } = place
  const written = await deps.posts.updateOne(
    { _id: post._id, removedAt: { $exists: false } },
    {
      $set: {
        source: '',
        html: '',
        removedAt,
        removedBy,
        isUnreflected: true,
        ...(removedFor === undefined ? {} : { removedFor }),
      },
      $unset: {
        quotes: 1,
        waitsSince: 1,
        heldFor: 1,
        takenDown: 1,
        textKey: 1,
        authorId: 1,
        editedAt: 1,
        isMended: 1,
        submission: 1,
        hiddenFor: 1,
        isNameless: 1,
        isByStaff: 1,
        voteCount: 1,
      },
    },
  )
  if (written.matchedCount === 0) return 'gone before'
  await finishWiping(deps, place)
  const after = await deps.topics.findById(topic._id, { slug: 1, removedAt: 1 }).lean<Topic>()
  return after && !after.removedAt ? { _id: topic._id, slug: after.slug } : undefined
}

/** What follows from a post's words being gone; may be run again where it was cut off. */
export async function finishWiping(deps: ForumDeps, place: PostInPlace): Promise<void> {
  const { post, topic } = place
  if (post.isOpening) await wipeTitle(deps, topic)
  await settleTopic(deps, topic._id)
  await bumpTopic(deps, place)
  await reflect(deps, [post._id])
}

async function wipeTitle(deps: ForumDeps, { _id }: Topic): Promise<void> {
  await deps.topics.updateOne(
    { _id },
    {
      $set: { title: removedTitle, slug: removedSlug, authorId: '' },
      $unset: { hiddenFor: 1, isNameless: 1, accepted: 1, outdatedSince: 1, pinnedAt: 1 },
    },
  )
}
