import type { Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Post } from '../../post.model.ts'
import { standing } from '../../sight.ts'
import { readUpTo } from './my-marks.ts'

/** Id of the first reply in a topic that the actor has not read; undefined when there is none, or nobody to ask. */
export async function firstUnread(deps: ForumDeps, actor: Actor, topicId: string): Promise<string | undefined> {
  const upTo = (await readUpTo(deps, actor, [topicId])).get(topicId)
  if (!upTo) return undefined
  const post = await deps.posts
    .findOne({ topicId, isOpening: false, createdAt: { $gt: upTo }, ...standing }, { _id: 1 })
    .sort({ createdAt: 1, _id: 1 })
    .lean<Pick<Post, '_id'>>()
  return post?._id
}
