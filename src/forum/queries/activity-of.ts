import type { Actor } from '../../kernel/index.ts'
import { postPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import type { Post } from '../post.model.ts'
import { isListed, seenTopic, standing } from '../sight.ts'
import type { Topic } from '../topic.model.ts'
import { byId, readableCategories } from './list-categories.ts'

/** A topic or reply on a person's page. */
export interface ActivityRow {
  title: string
  address: string
  isOpening: boolean
  createdAt: Date
}

/** How many a person's page shows. */
const shown = 20

/** The latest of what somebody wrote that the actor may read, newest first. */
export async function activityOf(deps: ForumDeps, accountId: string, actor: Actor): Promise<{ rows: ActivityRow[] }> {
  const categories = byId(await readableCategories(deps, actor))
  const found = await Promise.all([true, false].map((isOpening) => latest(deps, accountId, isOpening)))
  const posts = found.flat().toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  const topics = await deps.topics.find({ _id: { $in: posts.map(({ topicId }) => topicId) } }).lean<Topic[]>()
  const readable = new Map(
    topics
      .filter((topic) => categories.has(topic.categoryId) && isListed(topic))
      .map((topic) => [topic._id, seenTopic(topic)]),
  )
  const rows = posts.flatMap(({ _id, topicId, isOpening, createdAt }): ActivityRow[] => {
    const topic = readable.get(topicId)
    return topic ? [{ title: topic.title, address: deps.link(postPath(topic, _id)), isOpening, createdAt }] : []
  })
  return { rows: rows.slice(0, shown) }
}

async function latest(deps: ForumDeps, authorId: string, isOpening: boolean): Promise<Post[]> {
  return deps.posts
    .find({ authorId, isOpening, ...standing, isNameless: { $ne: true } })
    .sort({ createdAt: -1 })
    .limit(shown)
    .lean<Post[]>()
}
