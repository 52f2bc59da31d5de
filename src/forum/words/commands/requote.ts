import type { QueryFilter } from 'mongoose'
import { bumpTopic } from '../../commands/bump-topic.ts'
import type { Category } from '../../category.model.ts'
import type { ForumDeps } from '../../deps.ts'
import type { TopicInPlace } from '../../place.ts'
import type { Quote } from '../../forum.words.ts'
import type { Post } from '../../post.model.ts'
import type { Topic } from '../../topic.model.ts'
import { textsOf } from '../queries/post-texts.ts'
import { quotedPosts, stateOf } from '../queries/quoted-posts.ts'
import type { QuoteState } from '../quotable.ts'
import { renderWords } from '../render-words.ts'
import type { Version } from '../version.model.ts'

/** How often a post may change under our hands before it is left to the next change, or to reconcile. */
const mostTries = 5

/** Which posts are quoted: one, or any. */
type Of = string | typeof anyPost

/** Any post at all, so that the index of quotes serves the question; `$exists` would read every post. */
export const anyPost = { $gt: '' } as const

/** Brings what quotes a post in line with how that post stands now, in posts and in their earlier versions. */
export async function requoteAll(deps: ForumDeps, postId: string): Promise<void> {
  const quoting = deps.posts.find({ 'quotes.postId': postId }, { topicId: 1 })
  for await (const { _id, topicId } of quoting.lean<Pick<Post, '_id' | 'topicId'>>().cursor()) {
    await requote(deps, _id)
    const place = await placeOf(deps, topicId)
    // The name of who is quoted may have changed, which the pages look up themselves.
    if (place) await bumpTopic(deps, place)
  }
  await requoteVersions(deps, postId)
}

/** Renders a post's quotes anew as they stand now, and takes out for good the words of those that are gone. Gives whether anything changed. */
export async function requote(deps: ForumDeps, postId: string): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const post = await deps.posts.findById(postId).lean<Post>()
    const place = post && (await placeOf(deps, post.topicId))
    if (!post?.quotes || post.removedAt || !place) return false
    const states = await statesOf(deps, post.quotes, place.category)
    const quotes = withoutGone(post.quotes, states)
    const shown = quotes.filter((_quote, index) => states[index] === 'shown')
    const { html, version } = renderWords(deps, post.source, shown)
    if (html === post.html && quotes.every(({ passage }, index) => passage === post.quotes?.[index]?.passage))
      return false
    const written = await deps.posts.updateOne(
      { _id: postId, source: post.source, html: post.html },
      { $set: { quotes, html, rendererVersion: version } },
    )
    if (written.matchedCount > 0) return true
  }
  return false
}

/** Takes out of earlier versions the words of quotes that are gone. Gives how many changed. */
export async function requoteVersions(deps: ForumDeps, of: Of): Promise<number> {
  let changed = 0
  const filter: QueryFilter<Version> = { 'quotes.postId': of }
  for await (const { _id, postId, quotes = [] } of deps.versions.find(filter).lean<Version>().cursor()) {
    const post = await deps.posts.findById(postId, { topicId: 1 }).lean<Pick<Post, 'topicId'>>()
    const place = post && (await placeOf(deps, post.topicId))
    if (!place) continue
    const after = withoutGone(quotes, await statesOf(deps, quotes, place.category))
    if (after.every(({ passage }, index) => passage === quotes[index]?.passage)) continue
    await deps.versions.updateOne({ _id }, { $set: { quotes: after } })
    changed += 1
  }
  return changed
}

async function statesOf(deps: ForumDeps, quotes: readonly Quote[], category: Category): Promise<QuoteState[]> {
  const quoted = await quotedPosts(
    deps,
    quotes.map(({ postId }) => postId),
  )
  const around = { quoted, category, textsOf: (post: Post) => textsOf(deps, post) }
  return Promise.all(quotes.map((quote) => stateOf(quote, around)))
}

function withoutGone(quotes: readonly Quote[], states: readonly QuoteState[]): Quote[] {
  return quotes.map((quote, index) => (states[index] === 'gone' ? { ...quote, passage: '' } : quote))
}

async function placeOf(deps: ForumDeps, topicId: string): Promise<TopicInPlace | undefined> {
  const topic = await deps.topics.findById(topicId).lean<Topic>()
  const category = topic && (await deps.categories.findById(topic.categoryId).lean<Category>())
  return topic && category ? { topic, category } : undefined
}
