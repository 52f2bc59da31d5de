import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'

/** How long a slip of the pen can be mended without a trace, in milliseconds. */
const grace = 2 * 60 * 1000

/**
 * Keeps what a post says before it is changed. A change right after posting keeps nothing, unless somebody has replied
 * to the first text or quoted it by then. Gives whether it was kept.
 */
export async function keepVersion(deps: ForumDeps, place: PostInPlace, now: Date): Promise<boolean> {
  const { post, topic } = place
  if (now.getTime() - post.createdAt.getTime() <= grace && !(await isAnswered(deps, place))) return false
  const { _id: postId, source, quotes, createdAt, editedAt } = post
  await deps.versions.updateOne(
    { postId, writtenAt: editedAt ?? createdAt },
    {
      $setOnInsert: {
        source,
        ...(quotes ? { quotes } : {}),
        ...(post.isOpening ? { title: topic.title } : {}),
        replacedAt: now,
      },
    },
    { upsert: true },
  )
  return true
}

async function isAnswered({ posts }: ForumDeps, { post, topic }: PostInPlace): Promise<boolean> {
  const later = { topicId: topic._id, isOpening: false, createdAt: { $gte: post.createdAt }, _id: { $ne: post._id } }
  if (await posts.exists(later)) return true
  return (await posts.exists({ 'quotes.postId': post._id })) !== null
}
