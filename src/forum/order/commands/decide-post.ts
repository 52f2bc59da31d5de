import { allow, type Actor } from '../../../kernel/index.ts'
import { hidePost, unhidePost } from '../../commands/hide-post.ts'
import type { ForumDeps } from '../../deps.ts'
import { lookAtPost } from '../../load.ts'
import type { PostInPlace } from '../../place.ts'
import { mayModerate } from '../order.policy.ts'
import { closeReports, settleWaiting } from './settle-waiting.ts'
import { tellAuthor } from './tell-writers.ts'

/**
 * Finds nothing wrong with a post: what was held back goes out, as if it were posted now in all that follows, and its
 * reports are answered. Throws NotFound, Gone, NotAllowed.
 */
export async function keepPost(deps: ForumDeps, actor: Actor, postId: string): Promise<PostInPlace> {
  allow(mayModerate(actor))
  const place = await lookAtPost(deps, actor, postId)
  const wasHeld = await unhidePost(deps, place, 'held')
  await deps.posts.updateOne({ _id: postId }, { $unset: { heldFor: 1 } })
  await closeReports(deps, postId, 'kept')
  await settleWaiting(deps, postId)
  if (wasHeld) await tellAuthor(deps, actor, { post: place.post, decision: 'released' })
  await record(deps, actor, { place, action: 'post.keep' })
  return place
}

/** Holds a post back until it is decided; it stays in the queue. Throws NotFound, Gone, NotAllowed. */
export async function holdPost(deps: ForumDeps, actor: Actor, postId: string): Promise<PostInPlace> {
  allow(mayModerate(actor))
  const place = await lookAtPost(deps, actor, postId)
  await deps.posts.updateOne({ _id: postId }, { $addToSet: { heldFor: 'moderator' } })
  const isNew = await hidePost(deps, place, 'held')
  await settleWaiting(deps, postId)
  if (isNew) await tellAuthor(deps, actor, { post: place.post, decision: 'held' })
  await record(deps, actor, { place, action: 'post.hold' })
  return place
}

async function record(
  deps: ForumDeps,
  actor: Actor,
  { place, action }: { place: PostInPlace; action: 'post.keep' | 'post.hold' },
): Promise<void> {
  const { _id: id, authorId: about } = place.post
  await deps.audit.record(actor, {
    action,
    thing: { kind: 'post', id },
    ...(about === undefined ? {} : { about }),
  })
}
