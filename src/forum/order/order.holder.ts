import type { DataDeclaration, PersonalDataHolder } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { settleWaiting } from './commands/settle-waiting.ts'
import { reportDays } from './order.words.ts'
import type { Report } from './report.model.ts'

/** What people reported: goes with them. */
export function orderHolder(deps: ForumDeps): PersonalDataHolder {
  return {
    kinds: [{ kind: 'reports', titleKey: 'order:held.reports', treatments: ['delete'] }],
    count: ({ accountId: reporterId = 'none' }) => deps.reports.countDocuments({ reporterId }),
    async export({ accountId: reporterId = 'none' }) {
      const own = await deps.reports.find({ reporterId }).sort({ at: 1 }).lean<Report[]>()
      return { reports: own.map(({ postId, ground, words, at, outcome }) => ({ postId, ground, words, at, outcome })) }
    },
    // A report is shown to moderators alone: there is nothing to take out of sight.
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    async settle({ accountId: reporterId = 'none' }) {
      for await (const { _id, postId } of deps.reports.find({ reporterId }).lean<Report>().cursor()) {
        await deps.reports.deleteOne({ _id })
        await settleWaiting(deps, postId)
      }
    },
  }
}

export const orderData: DataDeclaration = {
  collection: 'reports',
  endedBy: [{ index: 'expiresAt' }],
  fields: [
    {
      field: 'reporterId, ground, words',
      what: 'Who asked moderators to look at a post, and why',
      why: 'To decide, and to tell them what came of it',
      until: `the words until the decision, the rest ${reportDays} days longer, or they leave`,
      seenBy: 'moderators',
    },
  ],
}
