import { excerpt } from '../../../content/index.ts'
import { isSelf, type Actor, type MessageKey } from '../../../kernel/index.ts'
import { postPath, topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { groundKeys } from '../../order/queries/order-view.ts'
import type { Post } from '../../post.model.ts'
import { byId, readableCategories } from '../../queries/list-categories.ts'
import { isListed, mayLookAtTopic, removedTitle, seenPost, seenTopicBy } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import type { DecisionKind } from '../following.words.ts'
import type { NoticeRow } from '../following.views.ts'
import type { Notice } from '../notice.model.ts'

const decisionKeys = {
  upheld: 'following:decided.upheld',
  kept: 'following:decided.kept',
  takenDown: 'following:decided.takenDown',
  held: 'following:decided.held',
  released: 'following:decided.released',
  restored: 'following:decided.restored',
  topicTakenDown: 'following:decided.topicTakenDown',
  topicRestored: 'following:decided.topicRestored',
} as const satisfies Record<DecisionKind, MessageKey>

/** How much of one's own post stands for a topic that is out of sight. */
const longestOwn = 100

/** Notices as lines of a page. What the actor may not read any more is left out, but for what staff decided about it. */
export async function toNoticeRows(deps: ForumDeps, actor: Actor, notices: readonly Notice[]): Promise<NoticeRow[]> {
  const categories = byId(await readableCategories(deps, actor))
  const topics = await deps.topics.find({ _id: { $in: notices.map(({ topicId }) => topicId) } }).lean<Topic[]>()
  const shownIds = notices.flatMap(({ postIds }) => [postIds[0] ?? '', postIds.at(-1) ?? ''])
  const posts = await deps.posts.find({ _id: { $in: shownIds } }, { html: 0 }).lean<Post[]>()
  const people = await deps.accounts.people(posts.map((post) => seenPost(post).authorId))
  return notices.flatMap((notice): NoticeRow[] => {
    const topic = topics.find(({ _id, categoryId }) => _id === notice.topicId && categories.has(categoryId))
    if (!topic || (!isListed(topic) && notice.kind !== 'decision')) return []
    const [first, last] = [notice.postIds[0], notice.postIds.at(-1)].map((id) => posts.find(({ _id }) => _id === id))
    const authorId = last && seenPost(last).authorId
    return [
      {
        id: notice._id,
        kind: notice.kind,
        ...placeOf(deps, actor, { topic, first }),
        name: (authorId === undefined ? undefined : people.get(authorId)?.name) ?? '',
        count: notice.postIds.length,
        at: notice.at,
        isUnread: notice.isUnread === true,
        ...(notice.decision === undefined ? {} : { decidedKey: decisionKeys[notice.decision] }),
        ...(notice.ground === undefined ? {} : { groundKey: groundKeys[notice.ground] }),
      },
    ]
  })
}

/** What a line is about, and where that is; of a topic that the actor can't open, only their own words. */
function placeOf(
  deps: ForumDeps,
  actor: Actor,
  { topic, first }: { topic: Topic; first: Post | undefined },
): { title: string; address?: string } {
  const opens = isListed(topic) || (topic.visibility === 'hidden' && mayLookAtTopic(actor, topic))
  if (!opens) {
    const own = first && isSelf(actor, first.authorId) ? excerpt(first.source, longestOwn) : ''
    return { title: own === '' ? removedTitle : own }
  }
  const seen = seenTopicBy(actor, topic)
  const path = !first || first.isOpening || first.removedAt ? topicPath(seen) : postPath(seen, first._id)
  return { title: seen.title, address: deps.link(path) }
}
