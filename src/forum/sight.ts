import type { Post } from './post.model.ts'
import type { Topic } from './topic.model.ts'

/** What stands in place of a title that was taken back. */
export const removedTitle = '[removed]'

/** The slug that goes with it. */
export const removedSlug = 'removed'

/** Posts that count and are shown: neither removed nor out of sight. */
export const standing = { removedAt: { $exists: false }, isHidden: { $ne: true } } as const

/** A topic as readers see it: what its author hid is not in it. */
export function seenTopic(topic: Topic): Topic {
  const titled = topic.isHidden ? { ...topic, title: removedTitle, slug: removedSlug, authorId: '' } : topic
  return titled.isNameless ? { ...titled, authorId: '' } : titled
}

/** A post as readers see it: hidden looks like removed, nameless like written by nobody. */
export function seenPost(post: Post): Post {
  if (post.isHidden) {
    return {
      ...post,
      source: '',
      html: '' as Post['html'],
      removedAt: post.createdAt,
      removedBy: 'author',
      authorId: '',
    }
  }
  return post.isNameless ? { ...post, authorId: '' } : post
}
