import type { QueryFilter } from 'mongoose'
import { cutPage, hasRole, type Actor, type Key, type Page } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { TopicQuery } from '../forum.forms.ts'
import { pageSize } from '../forum.words.ts'
import type { Post } from '../post.model.ts'
import type { Topic } from '../topic.model.ts'
import { pageRequest } from './list-topics.ts'

/** How many replies stand before a post that was asked for, so that one sees what it answers. */
const lead = 4

/**
 * One page of a topic's replies, oldest first: from a key on, before one, or around the post that was asked for. What
 * waits for a look is among them for moderators and its author.
 */
export async function listReplies(
  deps: ForumDeps,
  topic: Topic,
  { actor, query }: { actor: Actor; query: TopicQuery },
): Promise<Page<Post>> {
  const replies: QueryFilter<Post> = { topicId: topic._id, isOpening: false, ...seenBy(actor) }
  const around = query.post === undefined ? undefined : await findReply(deps, replies, query.post)
  if (around) return pageAround(deps, replies, around)
  const request = pageRequest(query)
  const found = await read(deps, replies, {
    within: request.after ? later(request.after) : request.before ? earlier(request.before) : {},
    direction: request.before ? -1 : 1,
    limit: pageSize + 1,
  })
  return cutPage(found, { size: pageSize, request, keyOf })
}

/** Under keys of its own: the page's bounds are conditions on the same level. */
function seenBy(actor: Actor): QueryFilter<Post> {
  if (hasRole(actor, 'moderator')) return {}
  if (actor.kind === 'visitor') return { hiddenFor: { $ne: 'held' } }
  return { $and: [{ $or: [{ hiddenFor: { $ne: 'held' } }, { authorId: actor.id }] }] }
}

const keyOf = ({ createdAt: at, _id: id }: Post): Key => ({ at, id })

async function findReply(deps: ForumDeps, replies: QueryFilter<Post>, id: string): Promise<Post | null> {
  return deps.posts.findOne({ $and: [{ _id: id }, replies] }).lean<Post>()
}

/** The post in its page: the first page where it stands there, else with a few replies before it. */
async function pageAround(deps: ForumDeps, replies: QueryFilter<Post>, post: Post): Promise<Page<Post>> {
  const before = await read(deps, replies, { within: earlier(keyOf(post)), direction: -1, limit: pageSize })
  const isOnFirst = before.length < pageSize
  const shown = (isOnFirst ? before : before.slice(0, lead)).reverse()
  const rest = await read(deps, replies, { within: later(keyOf(post)), direction: 1, limit: pageSize - shown.length })
  const rows = [...shown, post, ...rest].slice(0, pageSize)
  const page: Page<Post> = { rows }
  const first = rows[0]
  const last = rows.at(-1)
  if (!isOnFirst && first) page.previous = keyOf(first)
  if (shown.length + 1 + rest.length > pageSize && last) page.next = keyOf(last)
  return page
}

interface Reading {
  within: QueryFilter<Post>
  direction: 1 | -1
  limit: number
}

async function read(
  deps: ForumDeps,
  replies: QueryFilter<Post>,
  { within, direction, limit }: Reading,
): Promise<Post[]> {
  return deps.posts
    .find({ ...replies, ...within })
    .sort({ createdAt: direction, _id: direction })
    .limit(limit)
    .lean<Post[]>()
}

/** Replies after a key, in reading order. */
// The first condition alone bounds the index scan; the second leaves out the key's own row and those beside it.
export const later = ({ at, id }: Key): QueryFilter<Post> => ({
  createdAt: { $gte: at },
  $or: [{ createdAt: { $gt: at } }, { _id: { $gt: id } }],
})

const earlier = ({ at, id }: Key): QueryFilter<Post> => ({
  createdAt: { $lte: at },
  $or: [{ createdAt: { $lt: at } }, { _id: { $lt: id } }],
})
