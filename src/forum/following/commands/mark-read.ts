import type { Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'

/** Marks the actor's notices as read: those of a topic that they open, or all. */
export async function markRead(deps: ForumDeps, actor: Actor, topicId?: string): Promise<void> {
  if (actor.kind === 'visitor') return
  await deps.following.notices.updateMany(
    { accountId: actor.id, isUnread: true, ...(topicId === undefined ? {} : { topicId }) },
    { $unset: { isUnread: 1 } },
  )
}
