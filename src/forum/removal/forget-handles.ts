import { removedMark } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { Post } from '../post.model.ts'
import type { Version } from '../words/version.model.ts'
import { cutOut, escaped } from './redact-post.ts'

/**
 * Takes handles that are nobody's any more out of what others wrote: a mention goes on naming its person in plain words
 * when it leads nowhere. Safe to run again.
 */
export async function forgetHandles(deps: ForumDeps, handles: readonly string[]): Promise<void> {
  for (const handle of handles) {
    // What stands around it keeps addresses of mails and longer handles out, as for mentions (content/mentions.ts).
    const mention = new RegExp(`(?<![\\p{L}\\p{N}_.@/+-])@${escaped(handle)}(?![\\p{L}\\p{N}_@-])`, 'giu')
    const ids = new Set(await mentioning(deps, handle))
    for (const id of ids) await cutOut(deps, id, (text) => text.replace(mention, removedMark))
  }
}

/** Ids of the posts that have it in their words, now or before. No index serves this: it is asked when somebody leaves. */
async function mentioning({ posts, versions }: ForumDeps, handle: string): Promise<string[]> {
  const source = { $regex: `@${escaped(handle)}`, $options: 'i' }
  const now = await posts.find({ source }, { _id: 1 }).lean<Pick<Post, '_id'>[]>()
  const before = await versions.find({ source }, { postId: 1 }).lean<Pick<Version, 'postId'>[]>()
  return [...now.map(({ _id }) => _id), ...before.map(({ postId }) => postId)]
}
