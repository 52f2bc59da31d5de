import { newId } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Ground } from '../../order/order.words.ts'
import type { DecisionKind, NoticeKind } from '../following.words.ts'

/** Something to tell one person on the site: of a post that they wrote, or that answers them. */
export type Told = {
  accountId: string
  topicId: string
  postId: string
} & (
  | { kind: Exclude<NoticeKind, 'reply' | 'topic' | 'mention' | 'decision'> }
  | { kind: 'decision'; decision: DecisionKind; ground?: Ground | undefined }
)

/** Writes a notice about a post. What the person was told of it before gives way: one notice of a post for each person. */
export async function tell(deps: ForumDeps, told: Told): Promise<void> {
  const { notices } = deps.following
  const { accountId, kind, topicId, postId } = told
  await notices.updateMany({ accountId, postIds: postId }, { $pull: { postIds: postId } })
  await notices.deleteMany({ accountId, topicId, postIds: { $size: 0 }, hiddenIds: { $size: 0 } })
  await notices.create({
    _id: newId(),
    accountId,
    kind,
    ...(told.kind === 'decision' ? { decision: told.decision } : {}),
    ...(told.kind === 'decision' && told.ground !== undefined ? { ground: told.ground } : {}),
    topicId,
    postIds: [postId],
    hiddenIds: [],
    at: deps.clock(),
    isUnread: true,
  })
}
