import type { Erased } from '../kernel/index.ts'
import type { Category } from './category.model.ts'
import { wipePost } from './commands/remove-post.ts'
import type { ForumDeps } from './deps.ts'
import type { Post } from './post.model.ts'
import type { Topic } from './topic.model.ts'

/** Posts that their authors, or staff, removed for good; an opening post takes its title along. */
export function erasedPosts(deps: ForumDeps): Erased[] {
  return (['author', 'staff'] as const).map((removedBy) => ({
    kind: `post-by-${removedBy}`,
    async *ids() {
      const gone = deps.posts.find({ removedBy, removedAt: { $exists: true } }, { _id: 1 })
      for await (const { _id } of gone.lean<Pick<Post, '_id'>>().cursor()) yield _id
    },
    async eraseAgain(ids) {
      let erased = 0
      for (const id of ids) if (await wipeAgain(deps, id, removedBy)) erased += 1
      return erased
    },
  }))
}

async function wipeAgain(deps: ForumDeps, id: string, removedBy: 'author' | 'staff'): Promise<boolean> {
  const post = await deps.posts.findOne({ _id: id, removedAt: { $exists: false } }).lean<Post>()
  const topic = post && (await deps.topics.findById(post.topicId).lean<Topic>())
  const category = topic && (await deps.categories.findById(topic.categoryId).lean<Category>())
  if (!post || !topic || !category) return false
  return (await wipePost(deps, { post, topic, category }, { removedAt: deps.clock(), removedBy })) !== 'gone before'
}
