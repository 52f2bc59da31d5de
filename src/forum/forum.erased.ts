import type { Erased } from '../kernel/index.ts'
import { wipePost } from './commands/remove-post.ts'
import type { ForumDeps } from './deps.ts'
import { findPlace } from './load.ts'
import type { Post } from './post.model.ts'

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
  const place = await findPlace(deps, id)
  if (!place) return false
  return (await wipePost(deps, place, { removedAt: deps.clock(), removedBy })) !== 'gone before'
}
