import type { ForumDeps } from '../deps.ts'
import type { PostMirror } from '../mirror.ts'
import type { Post } from '../post.model.ts'
import { clearVersions } from './commands/clear-versions.ts'
import { anyPost, requote, requoteAll, requoteVersions } from './commands/requote.ts'

/** Quotes and earlier versions follow the posts that they are of. */
export function wordsMirror(deps: ForumDeps): PostMirror {
  return {
    async reflect(places) {
      for (const { post } of places) {
        if (post.removedAt) await deps.versions.deleteMany({ postId: post._id })
        else if (post.quotes) await requote(deps, post._id)
        await requoteAll(deps, post._id)
      }
    },
    async rebuild() {
      let mended = await clearVersions(deps)
      const quoting = deps.posts.find({ 'quotes.postId': anyPost }, { _id: 1 })
      for await (const { _id } of quoting.lean<Pick<Post, '_id'>>().cursor()) {
        if (await requote(deps, _id)) mended += 1
      }
      return mended + (await requoteVersions(deps, anyPost))
    },
  }
}
