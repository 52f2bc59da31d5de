import { newId } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Follow } from '../follow.model.ts'
import { tellAtOnce } from '../following.words.ts'

/** Who followed a topic follows the one that its posts went to; what they had chosen there stays. */
export async function moveFollowers(deps: ForumDeps, from: string, into: string): Promise<void> {
  const { follows, solvedQuestions } = deps.following
  for (;;) {
    const moving = await follows.find({ targetId: from }).sort({ holder: 1 }).limit(tellAtOnce).lean<Follow[]>()
    if (moving.length === 0) break
    await follows.bulkWrite(
      moving.map(({ holder, isByAddress, kind, level, createdAt }) => ({
        updateOne: {
          filter: { holder, targetId: into },
          update: { $setOnInsert: { _id: newId(), isByAddress, kind, level, createdAt } },
          upsert: true,
        },
      })),
      { ordered: false },
    )
    await follows.deleteMany({ _id: { $in: moving.map(({ _id }) => _id) } })
  }
  await solvedQuestions.deleteOne({ _id: from })
}
