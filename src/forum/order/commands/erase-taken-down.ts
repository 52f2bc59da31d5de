import type { Category } from '../../category.model.ts'
import { wipePost } from '../../commands/remove-post.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Post } from '../../post.model.ts'
import type { Topic } from '../../topic.model.ts'
import { undoDays } from '../order.words.ts'

const aDay = 24 * 60 * 60 * 1000

/** Erases for good what was taken down and not brought back in time. Gives how many posts. */
export async function eraseTakenDown(deps: ForumDeps): Promise<number> {
  const end = { $lt: new Date(deps.clock().getTime() - undoDays * aDay) }
  let erased = 0
  const single = deps.posts.find({ 'takenDown.at': end, hiddenFor: 'staff' }).limit(1000).lean<Post[]>()
  for (const post of await single) erased += await erase(deps, post)
  const whole = deps.topics.find({ 'takenDown.at': end, wholeHiddenFor: 'staff' }).limit(100).lean<Topic[]>()
  for (const topic of await whole) {
    for await (const post of deps.posts.find({ topicId: topic._id }).lean<Post>().cursor()) {
      erased += await erase(deps, post)
    }
    await deps.topics.updateOne({ _id: topic._id }, { $unset: { takenDown: 1, closure: 1 } })
  }
  return erased
}

async function erase(deps: ForumDeps, post: Post): Promise<number> {
  const topic = await deps.topics.findById(post.topicId).lean<Topic>()
  const category = topic && (await deps.categories.findById(topic.categoryId).lean<Category>())
  if (!topic || !category) return 0
  const wiped = await wipePost(deps, { post, topic, category }, { removedAt: deps.clock(), removedBy: 'staff' })
  return wiped === 'gone before' ? 0 : 1
}
