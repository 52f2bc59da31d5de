import { isQuotable, ownWords, typeQuote } from '../../../content/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Post } from '../../post.model.ts'
import { seenPost, standing } from '../../sight.ts'
import { quotedPath } from '../addresses.ts'

/** How much of a post is quoted at once, in UTF-16 units; nobody reads more again. */
const mostQuoted = 4_000

/**
 * The own words of a post of a topic that the reader is shown, as a typed quote ready to be answered; empty where none
 * of them can be quoted.
 */
export async function quoteWhole(
  deps: ForumDeps,
  { postId, topicId, nobody }: { postId: string; topicId: string; nobody: string },
): Promise<string> {
  const post = await deps.posts.findOne({ _id: postId, topicId, ...standing }).lean<Post>()
  if (!post) return ''
  const { authorId, source } = seenPost(post)
  const people = await deps.accounts.people([authorId])
  const words = ownWords(source).marked
  const passage = words.length > mostQuoted ? words.slice(0, mostQuoted).replace(/\s+\S*$/, '') : words
  if (passage === '' || !isQuotable(passage)) return ''
  return `${typeQuote({ label: people.get(authorId ?? '')?.name ?? nobody, address: quotedPath(deps, postId), passage })}\n\n`
}
