import { isDuplicateKey } from '../../../database/index.ts'
import { allow, NotSignedIn, type Actor } from '../../../kernel/index.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadPost } from '../../load.ts'
import type { PostInPlace } from '../../place.ts'
import { mayVote } from '../marks.policy.ts'

/**
 * Gives the actor's vote to a post, or takes it back; asked for twice, it is done once. The count on the post moves with
 * the vote document and is counted anew by reconcile. Throws NotFound, Gone, NotAllowed.
 */
export async function setVote(
  deps: ForumDeps,
  actor: Actor,
  { postId, isGiven }: { postId: string; isGiven: boolean },
): Promise<PostInPlace> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  const place = await loadPost(deps, actor, postId)
  allow(mayVote(actor, place.post))
  const hasChanged = isGiven ? await give(deps, postId, actor.id) : await takeBack(deps, postId, actor.id)
  if (hasChanged) {
    await deps.posts.updateOne({ _id: postId }, { $inc: { voteCount: isGiven ? 1 : -1 } })
    await bumpTopic(deps, place)
  }
  return place
}

async function give(deps: ForumDeps, postId: string, accountId: string): Promise<boolean> {
  try {
    await deps.marks.votes.create({ postId, accountId, at: deps.clock() })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

async function takeBack(deps: ForumDeps, postId: string, accountId: string): Promise<boolean> {
  const { deletedCount } = await deps.marks.votes.deleteOne({ postId, accountId })
  return deletedCount > 0
}
