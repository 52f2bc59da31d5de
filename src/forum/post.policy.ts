import { isSelf, no, yes, type Actor, type Decision } from '../kernel/index.ts'
import { mayWrite, somebody, type CategoryFacts } from './category.policy.ts'

/** What policies need to know of a topic. */
export interface TopicFacts {
  isClosed: boolean
  /** `hidden` while it waits for a look or is taken down. */
  visibility?: string
  removedAt?: Date | undefined
}

/** What policies need to know of a post. */
export interface PostFacts {
  authorId?: string | undefined
  hiddenFor?: readonly string[] | undefined
  removedAt?: Date | undefined
}

interface Place {
  topic: TopicFacts
  category: CategoryFacts
}

/** Whether the actor may add a reply to the topic. */
export function mayReply(actor: Actor, { topic, category }: Place): Decision {
  if (topic.removedAt) return no('rules:topic.removed')
  if (topic.visibility === 'hidden') return no('rules:topic.outOfSight')
  if (topic.isClosed) return no('rules:topic.closed')
  return mayWrite(actor, category)
}

/** Whether somebody would be let write who is not signed in yet, or may already: then they are shown the form. */
export function isInvitedToReply(actor: Actor, place: Place): boolean {
  return mayReply(actor.kind === 'visitor' ? somebody : actor, place).allowed
}

/** Whether the actor may change the post's words: its author, while the topic takes replies or waits for a look. */
export function mayEditPost(actor: Actor, post: PostFacts, place: Place): Decision {
  if (post.removedAt) return no('rules:post.removed')
  if (!isSelf(actor, post.authorId)) return no('rules:post.authorEdits')
  if (post.hiddenFor?.includes('staff')) return no('rules:post.takenDown')
  return mayReply(actor, { ...place, topic: { ...place.topic, visibility: 'any' } })
}

/** Whether the actor may remove the post: its author, always. A closed topic or an archived category is no reason to hold on to it. */
export function mayDeletePost(actor: Actor, post: PostFacts): Decision {
  if (post.removedAt) return no('rules:post.removed')
  return isSelf(actor, post.authorId) ? yes : no('rules:post.authorDeletes')
}
