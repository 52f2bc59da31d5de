import type { Changes, Shared } from '../../../http/index.ts'
import type { Actor, Key } from '../../../kernel/index.ts'
import { readableRoles } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadTopic } from '../../load.ts'
import type { Post } from '../../post.model.ts'
import { later } from '../../queries/list-replies.ts'
import { isStanding, standing } from '../../sight.ts'
import { mostNew, type TopicNews } from '../live.words.ts'

interface Told {
  changes: Changes
  actor: Actor
  shared: Shared
  /** The last reply of the reader's page; missing where another page follows it. */
  shownUpTo: Key | undefined
}

type Seen = Pick<Post, '_id' | 'createdAt' | 'isOpening' | 'removedAt' | 'hiddenFor'>

/**
 * What changes mean for a page: replies after its last one, and posts on it that read differently. What is read for one
 * reader serves all who may read the same. Throws NotFound or Gone for who may not read the topic any more.
 */
export async function topicNews(
  deps: ForumDeps,
  topicId: string,
  { changes, actor, shared, shownUpTo }: Told,
): Promise<TopicNews | undefined> {
  const readers = readableRoles(actor).join()
  const { topic } = await shared(`topic ${topicId} ${readers}`, () => loadTopic(deps, actor, topicId))
  // Merged into another one, its page is another one.
  if (changes.isPartial || topic._id !== topicId) return { reload: true }
  const posts = await shared(`posts ${topicId} ${changes.ids.join()}`, () => readPosts(deps, topicId, changes.ids))
  const fresh = posts.filter((post) => shownUpTo && isAfter(post, shownUpTo))
  const known = new Set(fresh.map(({ _id }) => _id))
  const replies =
    shownUpTo && fresh.length > 0
      ? await shared(`new ${topicId} ${shownUpTo.id}`, () => countNew(deps, topicId, shownUpTo))
      : undefined
  // What stands out of this topic's sight counts as changed too: the page takes it away.
  const changed = changes.ids.filter((id) => !known.has(id))
  const wentAway = fresh.some((post) => !isStanding(post)) ? fresh.map(({ _id }) => _id) : []
  const touched = [...changed, ...wentAway]
  if (replies === undefined && touched.length === 0) return undefined
  return { ...(replies === undefined ? {} : { replies }), ...(touched.length > 0 ? { posts: touched } : {}) }
}

function readPosts(deps: ForumDeps, topicId: string, ids: readonly string[]): Promise<Seen[]> {
  return deps.posts
    .find({ _id: { $in: [...ids] }, topicId }, { createdAt: 1, isOpening: 1, removedAt: 1, hiddenFor: 1 })
    .lean<Seen[]>()
}

function isAfter(post: Seen, { at, id }: Key): boolean {
  const difference = post.createdAt.getTime() - at.getTime()
  return !post.isOpening && (difference > 0 || (difference === 0 && post._id > id))
}

function countNew(deps: ForumDeps, topicId: string, shownUpTo: Key): Promise<number> {
  return deps.posts.countDocuments({ topicId, isOpening: false, ...standing, ...later(shownUpTo) }, { limit: mostNew })
}
