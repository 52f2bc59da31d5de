import { hasRole, isSelf, type Actor } from '../kernel/index.ts'
import type { Post } from './post.model.ts'
import { categoryRoles, type HideReason } from './forum.words.ts'
import type { Topic } from './topic.model.ts'

/** What stands in place of a title that was taken back. */
export const removedTitle = '[removed]'

/** The slug that goes with it. */
export const removedSlug = 'removed'

/** Posts that count and are shown to all readers: neither removed nor out of sight. */
export const standing = { removedAt: { $exists: false }, 'hiddenFor.0': { $exists: false } } as const

/** Whether something is out of sight for any reason. */
export const isOutOfSight = ({ hiddenFor }: Pick<Post, 'hiddenFor'>): boolean => (hiddenFor?.length ?? 0) > 0

/** Whether a topic stands in lists, for whoever may read its category. */
export const isListed = ({ visibility }: Pick<Topic, 'visibility'>): boolean =>
  (categoryRoles as readonly string[]).includes(visibility)

/** Whether a post counts and is shown to all readers. */
export const isStanding = (post: Pick<Post, 'removedAt' | 'hiddenFor'>): boolean =>
  post.removedAt === undefined && !isOutOfSight(post)

interface Hidden {
  authorId?: string | undefined
  hiddenFor?: readonly HideReason[] | undefined
}

/** Whether the actor sees something although it is out of sight: moderators and its author, while only staff hide it. */
export function mayLook(actor: Actor, { authorId, hiddenFor = [] }: Hidden): boolean {
  if (!hasRole(actor, 'moderator') && !isSelf(actor, authorId)) return hiddenFor.length === 0
  return hiddenFor.every((reason) => reason === 'held' || reason === 'staff')
}

/** Whether the actor sees a topic that is in no list. */
export function mayLookAtTopic(actor: Actor, { authorId, hiddenFor, wholeHiddenFor }: Topic): boolean {
  return mayLook(actor, { authorId, hiddenFor }) && mayLook(actor, { authorId, hiddenFor: wholeHiddenFor })
}

/** A topic as this actor sees it. */
export const seenTopicBy = (actor: Actor, topic: Topic): Topic =>
  isOutOfSight(topic) && mayLook(actor, topic) ? topic : seenTopic(topic)

/** A post as this actor sees it. */
export const seenPostBy = (actor: Actor, post: Post): Post =>
  isOutOfSight(post) && mayLook(actor, post) ? post : seenPost(post)

/** A topic as readers see it: what its author hid is not in it. */
export function seenTopic(topic: Topic): Topic {
  const titled = isOutOfSight(topic) ? { ...topic, title: removedTitle, slug: removedSlug, authorId: '' } : topic
  return titled.isNameless ? { ...titled, authorId: '' } : titled
}

/** A post as readers see it: hidden looks like removed, nameless like written by nobody. */
export function seenPost(post: Post): Post {
  if (isOutOfSight(post)) {
    return {
      ...post,
      source: '',
      html: '' as Post['html'],
      removedAt: post.createdAt,
      removedBy: post.hiddenFor?.includes('leaving') ? 'author' : 'staff',
      authorId: '',
    }
  }
  return post.isNameless ? { ...post, authorId: '' } : post
}
