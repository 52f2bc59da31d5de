import type { ForumDeps } from '../deps.ts'
import type { PostMirror } from '../mirror.ts'
import type { Post } from '../post.model.ts'
import { closeReports, settleWaiting } from './commands/settle-waiting.ts'
import type { Report } from './report.model.ts'

/** Reports follow their post: with it gone there is nothing left to decide. */
export function orderMirror(deps: ForumDeps): PostMirror {
  return {
    async reflect(places) {
      for (const { post } of places) if (post.removedAt) await closeReports(deps, post._id, 'gone')
    },
    async merged(from, into) {
      await deps.reports.updateMany({ topicId: from }, { $set: { topicId: into } })
    },
    rebuild: () => rebuild(deps),
  }
}

/** Puts into the queue what belongs there, and takes out what doesn't. Gives how many posts. */
async function rebuild(deps: ForumDeps): Promise<number> {
  const ids = new Set<string>()
  const waiting = deps.posts.find({ waitsSince: { $exists: true } }, { _id: 1 }).lean<Pick<Post, '_id'>>()
  for await (const { _id } of waiting.cursor()) ids.add(_id)
  const reported = deps.reports.find({ isOpen: true }, { postId: 1 }).lean<Pick<Report, 'postId'>>()
  for await (const { postId } of reported.cursor()) ids.add(postId)
  let mended = 0
  for (const id of ids) if (await settleWaiting(deps, id)) mended += 1
  return mended
}
