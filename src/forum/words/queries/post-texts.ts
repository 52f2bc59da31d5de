import type { ForumDeps } from '../../deps.ts'
import type { Post } from '../../post.model.ts'
import type { Version } from '../version.model.ts'

/** All that a post says and, as far as it is kept, said: stored texts. Quotes of any of it stand. */
export async function textsOf({ versions }: ForumDeps, { _id, source }: Post): Promise<string[]> {
  const earlier = await versions.find({ postId: _id }, { source: 1 }).sort({ writtenAt: -1 }).lean<Version[]>()
  return [source, ...earlier.map((version) => version.source)]
}
