import type { QueryFilter } from 'mongoose'
import type { Feed, FeedEntry } from '../../../content/index.ts'
import { visitor } from '../../../kernel/index.ts'
import { categoryPath, postPath, topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadCategory, loadTopic } from '../../load.ts'
import type { Post } from '../../post.model.ts'
import { byId, readableCategories } from '../../queries/list-categories.ts'
import { findTopicPage } from '../../queries/list-topics.ts'
import { seenPost, seenTopic, standing } from '../../sight.ts'
import type { TopicStatus } from '../../status.words.ts'
import type { Topic } from '../../topic.model.ts'
import { completePosts } from '../../words/queries/complete-posts.ts'
import type { Tombstone } from '../tombstone.model.ts'

/** What a feed needs of a reader's language. */
export interface FeedWords {
  /** What the feed of the latest topics is called. */
  latest: string
  /** Stands for a writer who is not to be named. */
  nobody: string
}

interface Wishes {
  words: FeedWords
  status?: TopicStatus | undefined
}

/** How many posts, and how many that are gone, a feed tells at most. */
const mostEntries = 30

/** The latest topics that everybody may read; a feed is made for a program, never for who is signed in. */
export async function latestFeed(deps: ForumDeps, { words, status }: Wishes): Promise<Feed> {
  const categories = await readableCategories(deps, visitor)
  const known = byId(categories)
  const page = await findTopicPage(deps, { actor: visitor, query: listOf(status), categories: known })
  const buried = await deps.tombstones.find({ isOpening: true }).sort({ at: -1 }).limit(mostEntries).lean<Tombstone[]>()
  return {
    ...addressesOf(deps, { page: '/', self: '/feeds/latest.atom', status }),
    title: words.latest,
    entries: await topicEntries(deps, page.rows, words),
    deleted: toDeleted(deps, buried),
  }
}

/** A public category's latest topics. Throws NotFound. */
export async function categoryFeed(deps: ForumDeps, slug: string, { words, status }: Wishes): Promise<Feed> {
  const category = await loadCategory(deps, visitor, { slug })
  const query = listOf(status)
  const page = await findTopicPage(deps, { actor: visitor, query, categories: byId([category]), only: category })
  const buried = await deps.tombstones
    .find({ categoryId: category._id, isOpening: true })
    .sort({ at: -1 })
    .limit(mostEntries)
    .lean<Tombstone[]>()
  const path = categoryPath(category)
  return {
    ...addressesOf(deps, { page: path, self: `${path}/feed.atom`, status }),
    title: category.name,
    entries: await topicEntries(deps, page.rows, words),
    deleted: toDeleted(deps, buried),
  }
}

/** A public topic's opening and latest replies. Throws NotFound, Gone. */
export async function topicFeed(deps: ForumDeps, id: string, words: FeedWords): Promise<Feed> {
  const { topic } = await loadTopic(deps, visitor, id)
  const [opening, replies, buried] = await Promise.all([
    findStanding(deps, { _id: topic.openingPostId }),
    deps.posts
      .find({ topicId: id, isOpening: false, ...standing })
      .sort({ createdAt: -1, _id: -1 })
      .limit(mostEntries)
      .lean<Post[]>(),
    deps.tombstones.find({ topicId: id }).sort({ at: -1 }).limit(mostEntries).lean<Tombstone[]>(),
  ])
  const posts = [...replies, ...opening]
  return {
    ...addressesOf(deps, { page: topicPath(topic), self: `/t/${id}/feed.atom` }),
    title: topic.title,
    entries: await toEntries(
      deps,
      posts.map((post) => ({ post, topic })),
      words,
    ),
    deleted: toDeleted(deps, buried),
  }
}

const listOf = (status: TopicStatus | undefined): { status: TopicStatus | undefined } => ({ status })

function addressesOf(
  { fullAddress }: ForumDeps,
  { page, self, status }: { page: string; self: string; status?: TopicStatus | undefined },
): Pick<Feed, 'id' | 'page' | 'self'> {
  const query = status === undefined ? '' : `?status=${status}`
  return { id: fullAddress(self + query), self: fullAddress(self + query), page: fullAddress(page + query) }
}

async function findStanding(deps: ForumDeps, filter: QueryFilter<Post>): Promise<Post[]> {
  return deps.posts.find({ ...filter, ...standing }).lean<Post[]>()
}

async function topicEntries(deps: ForumDeps, topics: readonly Topic[], words: FeedWords): Promise<FeedEntry[]> {
  const openings = await findStanding(deps, { _id: { $in: topics.map(({ openingPostId }) => openingPostId) } })
  const posts = new Map(openings.map((post) => [post.topicId, post]))
  const places = topics.flatMap((topic) => {
    const post = posts.get(topic._id)
    return post ? [{ post, topic: seenTopic(topic) }] : []
  })
  return toEntries(deps, places, words)
}

async function toEntries(
  deps: ForumDeps,
  places: readonly { post: Post; topic: Topic }[],
  { nobody }: FeedWords,
): Promise<FeedEntry[]> {
  const posts = places.map(({ post }) => seenPost(post))
  const [people, shown] = await Promise.all([
    deps.accounts.people(posts.map(({ authorId }) => authorId)),
    completePosts(deps, { actor: visitor, nobody }, posts),
  ])
  return shown.map((post, index): FeedEntry => {
    const topic = places[index]?.topic
    const name = people.get(post.authorId ?? '')?.name
    return {
      id: entryId(deps, post._id),
      title: topic?.title ?? '',
      address: deps.fullAddress(topic ? (post.isOpening ? topicPath(topic) : postPath(topic, post._id)) : '/'),
      author: name === undefined || name === '' ? nobody : name,
      publishedAt: post.createdAt,
      updatedAt: post.editedAt ?? post.createdAt,
      content: { html: post.html },
    }
  })
}

const toDeleted = (deps: ForumDeps, buried: readonly Tombstone[]): { id: string; at: Date }[] =>
  buried.map(({ _id, at }) => ({ id: entryId(deps, _id), at }))

/** An entry is named by its post's lasting address, in every feed. */
const entryId = ({ fullAddress }: ForumDeps, postId: string): string => fullAddress(`/posts/${postId}`)
