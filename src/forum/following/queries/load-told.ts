import type { ForumDeps } from '../../deps.ts'
import type { Category } from '../../category.model.ts'
import { categoryRoles } from '../../forum.words.ts'
import type { PostInPlace } from '../../place.ts'
import type { Post } from '../../post.model.ts'
import { isStanding } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'

/** Posts that stand and may be told of, with their places, in the order they were written. */
export async function loadTold(deps: ForumDeps, postIds: readonly string[]): Promise<PostInPlace[]> {
  const posts = await deps.posts
    .find({ _id: { $in: [...postIds] } })
    .sort({ createdAt: 1 })
    .lean<Post[]>()
  const topics = await deps.topics.find({ _id: { $in: posts.map(({ topicId }) => topicId) } }).lean<Topic[]>()
  const categories = await deps.categories
    .find({ _id: { $in: topics.map(({ categoryId }) => categoryId) } })
    .lean<Category[]>()
  return posts.flatMap((post) => {
    const topic = topics.find(({ _id }) => _id === post.topicId)
    const category = categories.find(({ _id }) => _id === topic?.categoryId)
    return topic && category && mayBeTold({ post, topic, category }) ? [{ post, topic, category }] : []
  })
}

/** Whether a post stands in a topic that stands: nothing else is told to anybody. */
export function mayBeTold({ post, topic }: PostInPlace): boolean {
  return isStanding(post) && (categoryRoles as readonly string[]).includes(topic.visibility)
}
