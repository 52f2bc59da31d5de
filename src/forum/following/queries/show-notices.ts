import type { QueryFilter } from 'mongoose'
import { cutPage, keyFromText, NotFound, type Actor, type Key, type PageRequest } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import { linksOf } from '../../queries/list-topics.ts'
import { readableCategories } from '../../queries/list-categories.ts'
import { isListed } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import type { NoticesQuery } from '../following.forms.ts'
import type { NoticesView } from '../following.views.ts'
import type { Notice } from '../notice.model.ts'
import { toNoticeRows } from './notice-rows.ts'

const pageSize = 20
const path = '/me/notifications'

/** A page of the actor's notices, newest first; what they may not read any more is left out. */
export async function showNotices(deps: ForumDeps, actor: Actor, query: NoticesQuery): Promise<NoticesView> {
  if (actor.kind === 'visitor') throw new NotFound('not signed in')
  const request = requestOf(query)
  const direction = request.before ? 1 : -1
  const filter: QueryFilter<Notice> = { accountId: actor.id, 'postIds.0': { $exists: true }, ...within(request) }
  const found = await deps.following.notices
    .find(filter)
    .sort({ at: direction, _id: direction })
    .limit(pageSize + 1)
    .lean<Notice[]>()
  const page = cutPage(found, { size: pageSize, request, keyOf: ({ at, _id: id }) => ({ at, id }) })
  const notices = await toNoticeRows(deps, actor, page.rows)
  return {
    notices,
    links: linksOf(page, deps.link(path)),
    ...(notices.some(({ isUnread }) => isUnread) ? { readAction: deps.link(`${path}/reading`) } : {}),
    mailsAddress: deps.link('/me/mails'),
    followingAddress: deps.link('/me/following'),
  }
}

/** How many lines of the actor's notices wait to be read, at most 100: two queries over indexes, one when none waits. */
export async function countUnread(deps: ForumDeps, actor: Actor): Promise<number> {
  if (actor.kind === 'visitor') return 0
  const unread = await deps.following.notices
    .find({ accountId: actor.id, isUnread: true, 'postIds.0': { $exists: true } }, { topicId: 1, kind: 1 })
    .limit(100)
    .lean<Pick<Notice, 'topicId' | 'kind'>[]>()
  if (unread.length === 0) return 0
  const categoryIds = (await readableCategories(deps, actor)).map(({ _id }) => _id)
  const topics = await deps.topics
    .find({ _id: { $in: unread.map(({ topicId }) => topicId) }, categoryId: { $in: categoryIds } }, { visibility: 1 })
    .lean<Pick<Topic, '_id' | 'visibility'>[]>()
  const seen = new Map(topics.map(({ _id, visibility }) => [_id, visibility]))
  return unread.filter(({ topicId, kind }) => {
    const visibility = seen.get(topicId)
    return visibility !== undefined && (kind === 'decision' || isListed({ visibility }))
  }).length
}

function requestOf({ after, before }: NoticesQuery): PageRequest {
  const [later, earlier] = [after, before].map((text) => (text === undefined ? undefined : keyFromText(text)))
  if (later) return { after: later }
  return earlier ? { before: earlier } : {}
}

function within({ after, before }: PageRequest): QueryFilter<Notice> {
  if (after) return older(after)
  return before ? { at: { $gte: before.at }, $or: [{ at: { $gt: before.at } }, { _id: { $gt: before.id } }] } : {}
}

// The first condition alone bounds the index scan; the second leaves out the key's own row and those beside it.
const older = ({ at, id }: Key): QueryFilter<Notice> => ({
  at: { $lte: at },
  $or: [{ at: { $lt: at } }, { _id: { $lt: id } }],
})
