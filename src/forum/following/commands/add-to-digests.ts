import type { ForumDeps } from '../../deps.ts'
import { mostCounted } from '../following.words.ts'
import { nextEight } from '../next-eight.ts'
import type { Reached } from '../reached.ts'

/** Puts a post into the next daily mail of each. */
export async function addToDigests(deps: ForumDeps, postId: string, readers: readonly Reached[]): Promise<void> {
  if (readers.length === 0) return
  const since = deps.clock()
  await deps.following.digests.bulkWrite(
    readers.map(({ holder, isByAddress, timeZone }) => ({
      updateOne: {
        filter: { _id: holder },
        update: {
          $setOnInsert: { isByAddress, since, dueAt: nextEight(since, timeZone) },
          $addToSet: { postIds: postId },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  )
  await deps.following.digests.updateMany(
    { _id: { $in: readers.map(({ holder }) => holder) }, [`postIds.${mostCounted}`]: { $exists: true } },
    { $pop: { postIds: -1 } },
  )
}
