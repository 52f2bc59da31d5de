import { reflect } from '../../commands/reflect.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Post } from '../../post.model.ts'

/** How many posts the one who changed the topic waits for; a job brings the others to their mirrors soon after. */
const mostAtOnce = 500

/** Marks all posts of a topic: what is kept of them elsewhere has to follow a change of the topic. */
export async function markTopic(deps: ForumDeps, topicId: string): Promise<void> {
  await deps.posts.updateMany({ topicId }, { $set: { isUnreflected: true } })
}

/** Brings marked posts of a topic to their mirrors. */
export async function reflectTopic(deps: ForumDeps, topicId: string): Promise<void> {
  const marked = await deps.posts
    .find({ topicId, isUnreflected: true }, { _id: 1 })
    .limit(mostAtOnce)
    .lean<Pick<Post, '_id'>[]>()
  await reflect(
    deps,
    marked.map(({ _id }) => _id),
  )
}
