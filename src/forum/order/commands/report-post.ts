import { isDuplicateKey } from '../../../database/index.ts'
import { allow, Invalid, NotSignedIn, type Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadPost } from '../../load.ts'
import type { PostInPlace } from '../../place.ts'
import { mayReport } from '../order.policy.ts'
import type { Ground } from '../order.words.ts'
import { settleWaiting } from './settle-waiting.ts'

/**
 * Asks moderators to look at a post. One that waits already, from the same person about the same post, is left as it
 * is. Throws NotFound, Gone, NotAllowed, Invalid.
 */
export async function reportPost(
  deps: ForumDeps,
  actor: Actor,
  { postId, ground, words }: { postId: string; ground: Ground; words: string },
): Promise<PostInPlace> {
  if (actor.kind === 'visitor') throw new NotSignedIn()
  const place = await loadPost(deps, actor, postId)
  const { post, topic } = place
  allow(mayReport(actor, post))
  if (ground === 'other' && words === '') throw new Invalid({ words: 'order:rules.wordsMissing' })
  try {
    await deps.reports.create({
      postId,
      topicId: topic._id,
      reporterId: actor.id,
      ground,
      at: deps.clock(),
      isOpen: true,
      ...(words === '' ? {} : { words }),
    })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  await settleWaiting(deps, postId)
  return place
}
