import type { ForumDeps } from '../deps.ts'
import type { HideReason } from '../forum.words.ts'
import type { PostInPlace } from '../place.ts'
import { bumpTopic } from './bump-topic.ts'
import { reflect } from './reflect.ts'
import { settleTopic } from './settle-topic.ts'

/**
 * Takes a post out of sight for a reason, with the topic's title when it is the opening; what others wrote stands.
 * Gives whether this reason was new.
 */
export async function hidePost(deps: ForumDeps, place: PostInPlace, reason: HideReason): Promise<boolean> {
  return change(deps, place, { changed: { hiddenFor: { $ne: reason } }, update: { $addToSet: { hiddenFor: reason } } })
}

/** Takes the reason back; with no other left, all is in sight again as it was. Gives whether it had stood. */
export async function unhidePost(deps: ForumDeps, place: PostInPlace, reason: HideReason): Promise<boolean> {
  return change(deps, place, { changed: { hiddenFor: reason }, update: { $pull: { hiddenFor: reason } } })
}

interface Change {
  /** Holds for a post that the update changes; one that an earlier run has changed already is only finished. */
  changed: { hiddenFor: HideReason | { $ne: HideReason } }
  update: { $addToSet: { hiddenFor: HideReason } } | { $pull: { hiddenFor: HideReason } }
}

async function change(deps: ForumDeps, place: PostInPlace, { changed, update }: Change): Promise<boolean> {
  const { post, topic } = place
  const written = await deps.posts.updateOne(
    { _id: post._id, removedAt: { $exists: false }, ...changed },
    { ...update, $set: { isUnreflected: true } },
  )
  if (post.isOpening) await deps.topics.updateOne({ _id: topic._id }, update)
  await settleTopic(deps, topic._id)
  await bumpTopic(deps, place)
  await reflect(deps, [post._id])
  return written.matchedCount > 0
}
