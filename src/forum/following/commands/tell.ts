import { newId } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { NoticeKind } from '../following.words.ts'

/** Something to tell one person on the site: of a post that they wrote, or that answers them. */
export interface Told {
  accountId: string
  kind: Exclude<NoticeKind, 'reply' | 'topic' | 'mention'>
  topicId: string
  postId: string
}

/** Writes a notice about a post. What the person was told of it before gives way: one notice of a post for each person. */
export async function tell(deps: ForumDeps, { accountId, kind, topicId, postId }: Told): Promise<void> {
  const { notices } = deps.following
  await notices.updateMany({ accountId, postIds: postId }, { $pull: { postIds: postId } })
  await notices.deleteMany({ accountId, topicId, postIds: { $size: 0 }, hiddenIds: { $size: 0 } })
  await notices.create({
    _id: newId(),
    accountId,
    kind,
    topicId,
    postIds: [postId],
    hiddenIds: [],
    at: deps.clock(),
    isUnread: true,
  })
}
