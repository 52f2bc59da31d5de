import { isDuplicateKey } from '../../../database/index.ts'
import { idOf, newId } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import { mostCounted, type NoticeKind } from '../following.words.ts'
import type { Notice } from '../notice.model.ts'

/**
 * Writes the notices of a post. Each person has one of a post: of several reasons the first that is told holds. A reply
 * joins the open line of its topic; anything else is a line of its own.
 */
export async function tellOnSite(
  deps: ForumDeps,
  { post, topic }: Pick<PostInPlace, 'post' | 'topic'>,
  { accountIds, kind }: { accountIds: readonly string[]; kind: NoticeKind },
): Promise<void> {
  const { notices } = deps.following
  const known = await notices
    .find({ postIds: post._id, accountId: { $in: [...accountIds] } }, { accountId: 1 })
    .lean<Pick<Notice, 'accountId'>[]>()
  const told = new Set(known.map(({ accountId }) => accountId))
  const fresh = accountIds.filter((id) => !told.has(id))
  if (fresh.length === 0) return
  const common = { topicId: topic._id, kind, isUnread: true }
  const at = deps.clock()
  if (kind !== 'reply') {
    const lines = fresh.map((accountId) => ({
      updateOne: {
        // Known by post and person: a process that stood still and goes on behind another one writes no second line.
        filter: { _id: idOf(post._id, accountId) },
        update: { $setOnInsert: { ...common, accountId, at, postIds: [post._id], hiddenIds: [] } },
        upsert: true,
      },
    }))
    await unlessThere(() => notices.bulkWrite(lines, { ordered: false }))
    return
  }
  const writes = fresh.map((accountId) => ({
    updateOne: {
      filter: { accountId, ...common, kind },
      update: { $set: { at }, $setOnInsert: { _id: newId(), hiddenIds: [] }, $addToSet: { postIds: post._id } },
      upsert: true,
    },
  }))
  await unlessThere(() => notices.bulkWrite(writes, { ordered: false }))
  await notices.updateMany(
    { ...common, accountId: { $in: fresh }, [`postIds.${mostCounted + 1}`]: { $exists: true } },
    { $pop: { postIds: -1 } },
  )
}

/** Two who open a line at the same moment: the second finds it when it is tried again. */
async function unlessThere(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    await write()
  }
}
