import { allow, Conflict, Invalid, NotSignedIn, type Actor } from '../../../kernel/index.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import { reflect } from '../../commands/reflect.ts'
import { settleTopic } from '../../commands/settle-topic.ts'
import type { ForumDeps } from '../../deps.ts'
import { mostAccepted } from '../../forum.words.ts'
import { loadPost, loadTopic } from '../../load.ts'
import type { PostInPlace, TopicInPlace } from '../../place.ts'
import { tellSolution } from '../../following/commands/tell-solution.ts'
import { canSolve, maySolve } from '../marks.policy.ts'

/**
 * Marks an answer as the solution of its question, or takes the mark back; asked for twice, it is done once.
 * Throws NotFound, Gone, NotAllowed, and Conflict when as many answers are marked as there can be.
 */
export async function setSolution(
  deps: ForumDeps,
  actor: Actor,
  { postId, isGiven }: { postId: string; isGiven: boolean },
): Promise<PostInPlace> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  const place = await loadPost(deps, actor, postId)
  const { post, topic } = place
  allow(canSolve(post))
  allow(maySolve(actor, topic))
  if (isGiven) await accept(deps, place, actor.id)
  else await deps.topics.updateOne({ _id: topic._id }, { $pull: { accepted: { postId } } })
  await settleTopic(deps, topic._id)
  await bumpTopic(deps, place)
  await reflect(deps, [topic.openingPostId, postId])
  if (isGiven) await tellSolution(deps, place, actor.id)
  return place
}

async function accept(deps: ForumDeps, { post, topic }: PostInPlace, byId: string): Promise<void> {
  const acceptance = { postId: post._id, at: deps.clock(), byId }
  const written = await deps.topics.updateOne(
    { _id: topic._id, 'accepted.postId': { $ne: post._id }, [`accepted.${mostAccepted - 1}`]: { $exists: false } },
    // A new solution is not the one that no longer held.
    { $push: { accepted: acceptance }, $unset: { outdatedSince: 1 } },
  )
  if (written.matchedCount > 0) return
  const isMarked = await deps.topics.exists({ _id: topic._id, 'accepted.postId': post._id })
  if (!isMarked) throw new Conflict('rules:solve.enough')
}

/**
 * Says since which day the solution no longer holds, or that it holds again (no day).
 * Throws NotFound, Gone, NotAllowed, and Invalid for a day that has not come.
 */
export async function markOutdated(
  deps: ForumDeps,
  actor: Actor,
  { topicId, since }: { topicId: string; since?: Date },
): Promise<TopicInPlace> {
  const place = await loadTopic(deps, actor, topicId)
  allow(maySolve(actor, place.topic))
  if (since && since > deps.clock()) throw new Invalid({ since: 'rules:outdated.notYet' })
  await deps.topics.updateOne(
    { _id: topicId },
    since ? { $set: { outdatedSince: since } } : { $unset: { outdatedSince: 1 } },
  )
  await bumpTopic(deps, place)
  await reflect(deps, [place.topic.openingPostId])
  return place
}
