import type { ForumDeps } from '../../deps.ts'
import { tell } from '../../following/commands/tell.ts'
import type { Post } from '../../post.model.ts'
import { reportDays, type Outcome } from '../order.words.ts'
import type { Report } from '../report.model.ts'

const aDay = 24 * 60 * 60 * 1000

/** Says what came of a post's open reports; what was written in them goes now, the rest some months later. */
export async function closeReports(deps: ForumDeps, postId: string, outcome: Outcome): Promise<void> {
  const decidedAt = deps.clock()
  const expiresAt = new Date(decidedAt.getTime() + reportDays * aDay)
  if (outcome !== 'gone') await tellReporters(deps, postId, outcome)
  await deps.reports.updateMany(
    { postId, isOpen: true },
    { $set: { outcome, decidedAt, expiresAt }, $unset: { isOpen: 1, words: 1 } },
  )
}

/** Before the reports are closed: cut off in between, somebody is told twice rather than never. */
async function tellReporters(deps: ForumDeps, postId: string, decision: Exclude<Outcome, 'gone'>): Promise<void> {
  const open = deps.reports.find({ postId, isOpen: true }).lean<Report>()
  for await (const { reporterId, topicId } of open.cursor()) {
    await tell(deps, { accountId: reporterId, kind: 'decision', decision, topicId, postId })
  }
}

/**
 * Brings a post's place in the queue in line with what there is to decide: it is held back, or was reported. Gives
 * whether it differed.
 */
export async function settleWaiting(deps: ForumDeps, postId: string): Promise<boolean> {
  const post = await deps.posts.findById(postId).lean<Post>()
  if (!post) return false
  const first = await deps.reports.findOne({ postId, isOpen: true }).sort({ at: 1 }).lean<Report>()
  const isHeld = post.removedAt === undefined && (post.hiddenFor?.includes('held') ?? false)
  const since = isHeld ? (post.waitsSince ?? post.createdAt) : post.removedAt ? undefined : first?.at
  if (since?.getTime() === post.waitsSince?.getTime()) return false
  await deps.posts.updateOne(
    { _id: postId },
    since === undefined ? { $unset: { waitsSince: 1 } } : { $set: { waitsSince: since } },
  )
  return true
}
