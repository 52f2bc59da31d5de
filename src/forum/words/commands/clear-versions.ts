import type { ForumDeps } from '../../deps.ts'
import type { Version } from '../version.model.ts'

/** Removes versions whose post is gone: what a crash between a removal and its end left. Gives how many there were. */
export async function clearVersions({ versions, posts }: ForumDeps): Promise<number> {
  let cleared = 0
  for await (const { _id, postId } of versions
    .find({}, { postId: 1 })
    .lean<Pick<Version, '_id' | 'postId'>>()
    .cursor()) {
    if (await posts.exists({ _id: postId, removedAt: { $exists: false } })) continue
    await versions.deleteOne({ _id })
    cleared += 1
  }
  return cleared
}
