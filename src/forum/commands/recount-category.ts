import type { Category } from '../category.model.ts'
import type { ForumDeps } from '../deps.ts'
import { categoryRoles } from '../forum.words.ts'

/** Counts a category's derived figures anew from its topics, and writes them when they differ. Gives whether they did. */
export async function recountCategory(deps: ForumDeps, categoryId: string): Promise<boolean> {
  const category = await deps.categories.findById(categoryId).lean<Category>()
  if (!category) return false
  const visibility = { $in: categoryRoles }
  const [sums] = await deps.topics.aggregate<{ topics: number; replies: number; last: Date }>([
    { $match: { categoryId, visibility } },
    { $group: { _id: null, topics: { $sum: 1 }, replies: { $sum: '$replyCount' }, last: { $max: '$lastActivityAt' } } },
  ])
  const topicCount = sums?.topics ?? 0
  const postCount = topicCount + (sums?.replies ?? 0)
  if (
    category.topicCount === topicCount &&
    category.postCount === postCount &&
    category.lastActivityAt?.getTime() === sums?.last.getTime()
  )
    return false
  await deps.categories.updateOne(
    { _id: categoryId },
    sums
      ? { $set: { topicCount, postCount, lastActivityAt: sums.last } }
      : { $set: { topicCount, postCount }, $unset: { lastActivityAt: 1 } },
  )
  return true
}
