import { hasRole, isSelf, no, yes, type Actor, type Decision } from '../../kernel/index.ts'
import { mayWrite, type CategoryFacts } from '../category.policy.ts'

interface TopicToOrder {
  authorId: string
  isClosed: boolean
  removedAt?: Date | undefined
  mergedInto?: string | undefined
}

interface PostToJudge {
  authorId?: string | undefined
  removedAt?: Date | undefined
}

/** Whether the actor keeps order: closes, pins, merges, splits, takes down, and decides about what waits. */
export function mayModerate(actor: Actor): Decision {
  return hasRole(actor, 'moderator') ? yes : no('order:rules.moderatorsOnly')
}

/** Whether the actor may change a topic's title, kind and category: moderators, and its author while it is open. */
export function mayEditTopic(
  actor: Actor,
  { topic, category }: { topic: TopicToOrder; category: CategoryFacts },
): Decision {
  if (topic.removedAt) return no('rules:topic.removed')
  if (hasRole(actor, 'moderator')) return yes
  if (!isSelf(actor, topic.authorId)) return no('order:rules.authorOrModerator')
  return topic.isClosed ? no('rules:topic.closed') : mayWrite(actor, category)
}

/** Whether the topic may go to that category: where the actor may write, and moderators wherever topics are added. */
export function mayMoveTo(actor: Actor, category: CategoryFacts): Decision {
  return mayWrite(actor, category)
}

/** Whether the actor may report the post: any member that may write, but its author. */
export function mayReport(actor: Actor, post: PostToJudge): Decision {
  if (actor.kind === 'visitor') return no('rules:write.signIn')
  if (post.removedAt) return no('rules:post.removed')
  if (isSelf(actor, post.authorId)) return no('order:rules.ownPost')
  return actor.silence ? no('order:rules.silencedReports') : yes
}
