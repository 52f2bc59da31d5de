import { hasRole, type Actor, type MessageKey } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { TopicInPlace } from '../../place.ts'
import type { Post, TakingDown } from '../../post.model.ts'
import { isOutOfSight } from '../../sight.ts'
import { mayEditTopic, mayModerate, mayReport } from '../order.policy.ts'
import type { PostOrderView, TakenDownView, TopicOrderView } from '../order.views.ts'
import { undoDays, type Ground, type HoldCause } from '../order.words.ts'

const aDay = 24 * 60 * 60 * 1000

/** Message keys of what a report can say. */
export const groundKeys = {
  spam: 'order:ground.spam',
  abuse: 'order:ground.abuse',
  personal: 'order:ground.personal',
  offTopic: 'order:ground.offTopic',
  other: 'order:ground.other',
} as const satisfies Record<Ground, MessageKey>

/** Message keys of why a post waits. */
export const causeKeys = {
  first: 'order:cause.first',
  links: 'order:cause.links',
  repeat: 'order:cause.repeat',
  program: 'order:cause.program',
  moderator: 'order:cause.moderator',
} as const satisfies Record<HoldCause, MessageKey>

type Linking = Pick<ForumDeps, 'link'>

/** What order adds to a post for this actor; the post is one that the actor sees. */
export function postOrder({ link }: Linking, actor: Actor, post: Post): PostOrderView {
  if (post.removedAt) return {}
  const isMod = hasRole(actor, 'moderator')
  const restoreAction = link(`/posts/${post._id}/restoration`)
  return {
    ...(post.hiddenFor?.includes('held') ? { waits: true } : {}),
    ...(post.takenDown && post.hiddenFor?.includes('staff')
      ? { takenDown: takenDownView(post.takenDown, isMod ? restoreAction : undefined) }
      : {}),
    ...(!isMod && !isOutOfSight(post) && mayReport(actor, post).allowed
      ? { reportAddress: link(`/posts/${post._id}/report`) }
      : {}),
    ...(isMod && !post.takenDown ? { takeDownAddress: link(`/posts/${post._id}/taking-down`) } : {}),
  }
}

/** What order adds to a topic for this actor. */
export function topicOrder({ link }: Linking, actor: Actor, place: TopicInPlace): TopicOrderView {
  const { topic } = place
  const isMod = mayModerate(actor).allowed
  const at = (path: string): string => link(`/topics/${topic._id}/${path}`)
  const { closure, takenDown } = topic
  return {
    isPinned: topic.pinnedAt !== undefined,
    ...(closure && topic.isClosed
      ? { closure: { at: closure.at, ...(closure.note === undefined ? {} : { note: closure.note }) } }
      : {}),
    ...(takenDown ? { takenDown: takenDownView(takenDown, isMod ? at('restoration') : undefined) } : {}),
    ...(mayEditTopic(actor, place).allowed && topic.visibility !== 'hidden' ? { editAddress: at('edit') } : {}),
    ...(isMod ? { moderateAddress: at('moderation') } : {}),
    ...(isMod && topic.visibility !== 'hidden' ? { pinAction: at('pin') } : {}),
  }
}

function takenDownView({ at, ground, note }: TakingDown, restoreAction: string | undefined): TakenDownView {
  return {
    at,
    groundKey: groundKeys[ground],
    erasedAt: new Date(at.getTime() + undoDays * aDay),
    ...(note === undefined ? {} : { note }),
    ...(restoreAction === undefined ? {} : { restoreAction }),
  }
}
