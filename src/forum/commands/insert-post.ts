import { mongo } from 'mongoose'
import type { Rendered } from '../../content/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { Post } from '../post.model.ts'

interface Draft {
  topicId: string
  authorId: string
  isOpening: boolean
  isByStaff: boolean
  source: string
  rendered: Rendered
  createdAt: Date
  submission: string | undefined
}

/** Writes a post. A form that was sent before gives the post that it made then (`isRepeat`). */
export async function insertPost(deps: ForumDeps, draft: Draft): Promise<{ post: Post; isRepeat: boolean }> {
  const { topicId, authorId, isOpening, isByStaff, source, rendered, createdAt, submission } = draft
  try {
    const created = await deps.posts.create({
      topicId,
      authorId,
      isOpening,
      source,
      html: rendered.html,
      rendererVersion: rendered.version,
      createdAt,
      isUnreflected: true,
      ...(isByStaff ? { isByStaff } : {}),
      ...(submission === undefined ? {} : { submission }),
    })
    return { post: created.toObject(), isRepeat: false }
  } catch (error) {
    if (submission === undefined || !(error instanceof mongo.MongoServerError) || error.code !== 11000) throw error
    const post = await deps.posts.findOne({ authorId, submission }).lean<Post>()
    if (!post) throw error
    return { post, isRepeat: true }
  }
}
