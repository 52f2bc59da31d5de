import type { ForumDeps } from '../deps.ts'
import type { PostMirror } from '../mirror.ts'

interface Counted {
  _id: string
  count: number
  votes: number
}

/** Votes follow their post: gone with it, and counted anew. */
export function marksMirror(deps: ForumDeps): PostMirror {
  return {
    async reflect(places) {
      const removed = places.filter(({ post }) => post.removedAt).map(({ post }) => post._id)
      if (removed.length > 0) await deps.marks.votes.deleteMany({ postId: { $in: removed } })
      const topics = places.filter(({ topic }) => topic.removedAt).map(({ topic }) => topic._id)
      if (topics.length > 0) await deps.marks.readings.deleteMany({ topicId: { $in: topics } })
    },
    rebuild: () => recount(deps),
  }
}

/** Counts one post's votes anew. */
export async function recountVotes(deps: ForumDeps, postId: string): Promise<void> {
  await deps.posts.updateOne(
    { _id: postId },
    { $set: { voteCount: await deps.marks.votes.countDocuments({ postId }) } },
  )
}

/** Counts votes anew where a post's figure differs. Gives how many were wrong. */
async function recount(deps: ForumDeps): Promise<number> {
  const counted = deps.posts.aggregate<Counted>([
    { $match: { voteCount: { $exists: true } } },
    { $project: { voteCount: 1 } },
    { $lookup: { from: 'votes', localField: '_id', foreignField: 'postId', as: 'votes' } },
    { $project: { count: { $size: '$votes' }, votes: '$voteCount' } },
  ])
  let mended = 0
  for await (const { _id, count, votes } of counted.cursor<Counted>()) {
    if (count === votes) continue
    await deps.posts.updateOne({ _id, voteCount: votes }, { $set: { voteCount: count } })
    mended += 1
  }
  return mended
}
