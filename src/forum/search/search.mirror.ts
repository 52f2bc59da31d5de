import type { ForumDeps } from '../deps.ts'
import type { PostMirror } from '../mirror.ts'
import type { PostInPlace } from '../place.ts'
import { mendIndex } from './mend-index.ts'
import { weigh } from './weigh.ts'
import { writeIndex } from './write-index.ts'

/** The index of words as a mirror of posts: changed in the same command as the post, compared with all of them by reconcile. */
export function searchMirror(deps: ForumDeps): PostMirror {
  return {
    reflect: (places) => writeIndex(deps.search, places.map(wantedOf)),
    rebuild: () => mendIndex(deps),
  }
}

const wantedOf = ({ post, topic }: PostInPlace): { postId: string; terms: Map<string, number> } => ({
  postId: post._id,
  terms: weigh(post, topic),
})
