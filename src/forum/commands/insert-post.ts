import { isDuplicateKey } from '../../database/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { HoldCause } from '../order/order.words.ts'
import type { Post } from '../post.model.ts'
import type { Written } from '../words/queries/take-words.ts'

interface Draft {
  topicId: string
  authorId: string
  isOpening: boolean
  isByStaff: boolean
  words: Written
  createdAt: Date
  /** By `submissionOf`. */
  submission: string | undefined
  /** Why it waits for a look before others see it. */
  heldFor: readonly HoldCause[]
  textKey: string | undefined
}

/** Writes a post. A form that was sent before gives the post that it made then (`isRepeat`). */
export async function insertPost(deps: ForumDeps, draft: Draft): Promise<{ post: Post; isRepeat: boolean }> {
  const { topicId, authorId, isOpening, isByStaff, words, createdAt, submission, heldFor, textKey } = draft
  const { source, quotes, rendered } = words
  try {
    const created = await deps.posts.create({
      topicId,
      authorId,
      isOpening,
      source,
      ...(quotes.length > 0 ? { quotes } : {}),
      html: rendered.html,
      rendererVersion: rendered.version,
      createdAt,
      isUnreflected: true,
      ...(isByStaff ? { isByStaff } : {}),
      ...(submission === undefined ? {} : { submission }),
      ...(textKey === undefined ? {} : { textKey }),
      ...(heldFor.length === 0 ? {} : { hiddenFor: ['held'], heldFor: [...heldFor], waitsSince: createdAt }),
    })
    return { post: created.toObject(), isRepeat: false }
  } catch (error) {
    if (submission === undefined || !isDuplicateKey(error)) throw error
    const post = await deps.posts.findOne({ authorId, submission }).lean<Post>()
    if (!post) throw error
    return { post, isRepeat: true }
  }
}
