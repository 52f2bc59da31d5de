import type { DataDeclaration, PersonalDataHolder } from '../../kernel/index.ts'
import { recountVotes } from './marks.mirror.ts'
import type { ForumDeps } from '../deps.ts'
import { allTopics } from './marks.words.ts'
import type { Reading } from './reading.model.ts'
import type { Vote } from './vote.model.ts'

/** What people mark of their own accord, and what we remember for them: both go with them. */
export function marksHolder(deps: ForumDeps): PersonalDataHolder {
  const { votes, readings } = deps.marks
  return {
    kinds: [
      { kind: 'votes', titleKey: 'marks:held.votes', treatments: ['delete'] },
      { kind: 'readings', titleKey: 'marks:held.readings', treatments: ['delete'] },
    ],
    async count({ accountId = 'none' }, kind) {
      if (kind === 'votes') return votes.countDocuments({ accountId })
      return readings.countDocuments({ accountId, topicId: { $ne: allTopics } })
    },
    async export({ accountId = 'none' }) {
      const [given, read] = await Promise.all([
        votes.find({ accountId }, { _id: 0, postId: 1, at: 1 }).sort({ at: 1 }).lean<Vote[]>(),
        readings.find({ accountId }, { _id: 0, topicId: 1, upTo: 1, seenAt: 1 }).lean<Reading[]>(),
      ])
      return { votes: given, readings: read }
    },
    // A vote shows nobody's name and a reading position is shown to nobody: there is nothing to take out of sight.
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    async settle({ accountId = 'none' }, kind) {
      if (kind === 'readings') {
        await readings.deleteMany({ accountId })
        return
      }
      for await (const { _id, postId } of votes.find({ accountId }).lean<Vote>().cursor()) {
        await votes.deleteOne({ _id })
        await recountVotes(deps, postId)
      }
    },
  }
}

export const marksData: readonly DataDeclaration[] = [
  {
    collection: 'votes',
    fields: [
      {
        field: 'accountId, postId',
        what: 'Which posts somebody called helpful, or has the same question as',
        why: 'One vote a person; readers see the number only',
        until: 'taken back, the post is removed, or they leave',
        seenBy: 'nobody but the person',
      },
    ],
  },
  {
    collection: 'readings',
    endedBy: [{ index: 'seenAt' }],
    fields: [
      {
        field: 'accountId, topicId, upTo',
        what: 'How far somebody has read which topic',
        why: 'Marks what is new for them',
        until: '180 days after their last visit, or they leave',
        seenBy: 'nobody but the person',
      },
    ],
  },
]
