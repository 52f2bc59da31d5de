import type { QueryFilter } from 'mongoose'
import {
  cutPage,
  keyFromText,
  keyToText,
  type Actor,
  type Key,
  type Page,
  type PageRequest,
} from '../../kernel/index.ts'
import { categoryPath, topicPath } from '../addresses.ts'
import type { PersonView } from '../../accounts/index.ts'
import type { Category } from '../category.model.ts'
import { readableRoles } from '../category.policy.ts'
import type { ForumDeps } from '../deps.ts'
import type { ListQuery } from '../forum.forms.ts'
import type { CategoryLink, PageLinks, StatusTab, TopicRow } from '../forum.views.ts'
import { pageSize } from '../forum.words.ts'
import { isUnread, readUpTo } from '../marks/queries/my-marks.ts'
import { nobody } from '../nobody.ts'
import { seenTopic } from '../sight.ts'
import { statusConditions, type TopicStatus } from '../status.words.ts'
import { pinnedIndex, statusIndex, type Topic } from '../topic.model.ts'

interface Options {
  actor: Actor
  query: ListQuery
  /** The path of the list below the mount path. */
  path: string
  /** The categories that the actor may read, by id; topics of others are left out whatever their own mark says. */
  categories: ReadonlyMap<string, Category>
  /** Only this category's topics. */
  only?: Category
}

/** A page of topics, latest activity first. */
export async function listTopics(
  deps: ForumDeps,
  options: Options,
): Promise<{ topics: TopicRow[]; links: PageLinks; tabs?: StatusTab[] }> {
  const { actor, query, path, categories } = options
  const page = await findTopicPage(deps, options)
  const rows = await toRows(deps, page.rows, { categories, actor })
  return {
    topics: rows,
    ...(rows.length > 0 || query.status !== undefined ? { tabs: tabsOf(deps.link(path), query.status) } : {}),
    links: linksOf(page, deps.link(path), query.status === undefined ? {} : { status: query.status }),
  }
}

/** The tabs above a list, those that most people look for first. */
const tabs = [undefined, 'unanswered', 'unsolved', 'solved'] as const

function tabsOf(address: string, current: TopicStatus | undefined): StatusTab[] {
  return tabs.map((status) => ({
    ...(status === undefined ? {} : { status }),
    address: status === undefined ? address : `${address}?status=${status}`,
    isCurrent: status === current,
  }))
}

/** The topics of such a page as they are stored. */
export async function findTopicPage(deps: ForumDeps, options: Omit<Options, 'path'>): Promise<Page<Topic>> {
  const { actor, query, categories, only } = options
  const { status } = query
  const request = pageRequest(query)
  const inList: QueryFilter<Topic> = {
    ...(only ? { categoryId: only._id } : {}),
    visibility: only ? only.readRole : { $in: readableRoles(actor) },
    ...(status === undefined ? {} : { ...statusConditions[status].only, ...statusConditions[status].also }),
  }
  const pinned = await listPinned(deps, inList)
  const filter: QueryFilter<Topic> = {
    ...inList,
    ...within(request),
    // Those that stand before all others stand nowhere else, on no page.
    ...(pinned.length === 0 ? {} : { _id: { $nin: pinned.map(({ _id }) => _id) } }),
  }
  const direction = request.before ? 1 : -1
  const found = await deps.topics
    .find(
      filter,
      null,
      status === undefined ? {} : { hint: statusIndex(status, { isOneCategory: only !== undefined }) },
    )
    .sort({ lastActivityAt: direction, _id: direction })
    .limit(pageSize + 1)
    .lean<Topic[]>()
  const page = cutPage(found, { size: pageSize, request, keyOf: ({ lastActivityAt: at, _id: id }) => ({ at, id }) })
  const rows = [...(page.previous === undefined ? pinned : []), ...page.rows]
  return { ...page, rows: rows.filter((topic) => categories.has(topic.categoryId)) }
}

async function listPinned(deps: ForumDeps, inList: QueryFilter<Topic>): Promise<Topic[]> {
  return deps.topics
    .find({ ...inList, pinnedAt: { $exists: true } }, null, { hint: pinnedIndex })
    .sort({ pinnedAt: -1, _id: -1 })
    .limit(pageSize)
    .lean<Topic[]>()
}

interface Around {
  categories: ReadonlyMap<string, Category>
  actor: Actor
}

/** The rows of topics, with the people who wrote them and what the actor has read of them read at once. */
async function toRows(deps: ForumDeps, topics: readonly Topic[], { categories, actor }: Around): Promise<TopicRow[]> {
  const [people, upTo] = await Promise.all([
    deps.accounts.people(topics.flatMap((topic) => [topic.authorId, topic.lastReplyBy])),
    readUpTo(
      deps,
      actor,
      topics.map(({ _id }) => _id),
    ),
  ])
  return topics.map((topic) => {
    const row = toRow(deps, topic, { categories, people })
    return isUnread(topic, upTo) ? { ...row, unreadAddress: `${row.address}?unread=1` } : row
  })
}

/** A topic's row as every reader sees it. */
export function toRow(
  deps: ForumDeps,
  stored: Topic,
  { categories, people }: { categories: ReadonlyMap<string, Category>; people: ReadonlyMap<string, PersonView> },
): TopicRow {
  const topic = seenTopic(stored)
  const author = people.get(topic.authorId) ?? nobody
  const lastReplyBy = topic.lastReplyBy === undefined ? undefined : people.get(topic.lastReplyBy)
  return {
    id: topic._id,
    title: topic.title,
    address: deps.link(topicPath(topic)),
    kind: topic.kind,
    category: toCategoryLink(deps, categories.get(topic.categoryId)),
    author,
    createdAt: topic.createdAt,
    replyCount: topic.replyCount,
    lastActivityAt: topic.lastActivityAt,
    ...(lastReplyBy ? { lastReplyBy } : {}),
    isClosed: topic.isClosed,
    isPinned: topic.pinnedAt !== undefined,
    isSolved: topic.isSolved,
    ...(topic.isSolved && topic.outdatedSince ? { outdatedSince: topic.outdatedSince } : {}),
    isSample: author.isSample,
  }
}

function toCategoryLink({ link }: ForumDeps, category: Category | undefined): CategoryLink {
  if (!category) return { name: '', address: link('/'), colour: 'slate' }
  return { name: category.name, address: link(categoryPath(category)), colour: category.colour }
}

/** Which part of a list a query asks for; a key that is none means the start. */
export function pageRequest(query: ListQuery): PageRequest {
  const after = query.after === undefined ? undefined : keyFromText(query.after)
  const before = query.before === undefined ? undefined : keyFromText(query.before)
  if (after) return { after }
  return before ? { before } : {}
}

function within({ after, before }: PageRequest): QueryFilter<Topic> {
  if (after) return older(after)
  return before ? newer(before) : {}
}

// The first condition alone bounds the index scan; the second leaves out the key's own row and those beside it.
const older = ({ at, id }: Key): QueryFilter<Topic> => ({
  lastActivityAt: { $lte: at },
  $or: [{ lastActivityAt: { $lt: at } }, { _id: { $lt: id } }],
})

const newer = ({ at, id }: Key): QueryFilter<Topic> => ({
  lastActivityAt: { $gte: at },
  $or: [{ lastActivityAt: { $gt: at } }, { _id: { $gt: id } }],
})

/** The addresses of a page's neighbours. `address` is the list's own, without a query; `kept` stays in each. */
export function linksOf(page: Page<unknown>, address: string, kept: Record<string, string> = {}): PageLinks {
  const to = (more: Record<string, string>): string => {
    const query = new URLSearchParams({ ...kept, ...more }).toString()
    return query === '' ? address : `${address}?${query}`
  }
  return {
    ...(page.previous ? { first: to({}), previous: to({ before: keyToText(page.previous) }) } : {}),
    ...(page.next ? { next: to({ after: keyToText(page.next) }) } : {}),
  }
}
