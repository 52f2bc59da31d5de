import type { ForumDeps } from '../../deps.ts'
import type { Topic } from '../../topic.model.ts'
import { finishMerge } from './merge-topics.ts'
import { finishSplit } from './split-topic.ts'

/** Finishes merges and splits that a crash cut in half. Gives how many. */
export async function finishUnsettled(deps: ForumDeps): Promise<number> {
  const found = await deps.topics.find({ isUnsettled: true }).limit(100).lean<Topic[]>()
  for (const topic of found) {
    if (topic.mergedInto === undefined) await finishSplit(deps, topic._id)
    else await finishMerge(deps, topic._id)
  }
  return found.length
}
