import { allow, NotFound, type Actor } from '../../../kernel/index.ts'
import { bumpTopic } from '../../commands/bump-topic.ts'
import { reflect } from '../../commands/reflect.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadPost } from '../../load.ts'
import { mayDeletePost } from '../../post.policy.ts'

/** Removes an earlier version of one's own post for good, and what quotes it. Throws NotFound, Gone, NotAllowed. */
export async function removeVersion(
  deps: ForumDeps,
  actor: Actor,
  { postId, versionId }: { postId: string; versionId: string },
): Promise<void> {
  const place = await loadPost(deps, actor, postId)
  allow(mayDeletePost(actor, place.post))
  const { deletedCount } = await deps.versions.deleteOne({ _id: versionId, postId })
  if (deletedCount === 0) throw new NotFound('no such version')
  await bumpTopic(deps, place)
  await reflect(deps, [postId])
}
