import type { QueryFilter } from 'mongoose'
import { cutPage, keyFromText, NotFound, type Actor, type Key, type PageRequest } from '../../../kernel/index.ts'
import { postPath, topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { categoryRoles } from '../../forum.words.ts'
import type { Post } from '../../post.model.ts'
import { linksOf } from '../../queries/list-topics.ts'
import { byId, readableCategories } from '../../queries/list-categories.ts'
import { seenPost, seenTopic } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import type { NoticesQuery } from '../following.forms.ts'
import type { NoticeRow, NoticesView } from '../following.views.ts'
import type { Notice } from '../notice.model.ts'

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
  const notices = await toRows(deps, actor, page.rows)
  return {
    notices,
    links: linksOf(page, deps.link(path)),
    ...(notices.some(({ isUnread }) => isUnread) ? { readAction: deps.link(`${path}/reading`) } : {}),
    mailsAddress: deps.link('/me/mails'),
    followingAddress: deps.link('/me/following'),
  }
}

async function toRows(deps: ForumDeps, actor: Actor, notices: readonly Notice[]): Promise<NoticeRow[]> {
  const categories = byId(await readableCategories(deps, actor))
  const topics = await deps.topics.find({ _id: { $in: notices.map(({ topicId }) => topicId) } }).lean<Topic[]>()
  const shownIds = notices.flatMap(({ postIds }) => [postIds[0] ?? '', postIds.at(-1) ?? ''])
  const posts = await deps.posts.find({ _id: { $in: shownIds } }, { html: 0 }).lean<Post[]>()
  const people = await deps.accounts.people(posts.map((post) => seenPost(post).authorId))
  return notices.flatMap((notice): NoticeRow[] => {
    const topic = topics.find(({ _id, categoryId }) => _id === notice.topicId && categories.has(categoryId))
    const isListed = topic && (categoryRoles as readonly string[]).includes(topic.visibility)
    if (!topic || (!isListed && notice.kind !== 'decision')) return []
    const last = posts.find(({ _id }) => _id === notice.postIds.at(-1))
    const authorId = last && seenPost(last).authorId
    return [
      {
        id: notice._id,
        kind: notice.kind,
        address: deps.link(addressOf(seenTopic(topic), notice)),
        title: seenTopic(topic).title,
        name: (authorId === undefined ? undefined : people.get(authorId)?.name) ?? '',
        count: notice.postIds.length,
        at: notice.at,
        isUnread: notice.isUnread === true,
      },
    ]
  })
}

function addressOf(topic: Topic, { postIds: [first], kind }: Notice): string {
  return first === undefined || kind === 'decision' ? topicPath(topic) : postPath(topic, first)
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
    return (
      visibility !== undefined && (kind === 'decision' || (categoryRoles as readonly string[]).includes(visibility))
    )
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
