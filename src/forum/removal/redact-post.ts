import { slugify } from '../../content/index.ts'
import { Conflict, removedMark } from '../../kernel/index.ts'
import { bumpTopic } from '../commands/bump-topic.ts'
import { reflect } from '../commands/reflect.ts'
import { settleTopic } from '../commands/settle-topic.ts'
import type { ForumDeps } from '../deps.ts'
import type { Quote } from '../forum.words.ts'
import { findPlace } from '../load.ts'
import type { Post } from '../post.model.ts'
import type { Topic } from '../topic.model.ts'
import { requote } from '../words/commands/requote.ts'
import { renderWords } from '../words/render-words.ts'
import type { Version } from '../words/version.model.ts'

/** How often a post may change under our hands. */
const mostTries = 5

/**
 * Takes passages out of a post for good: earlier versions and quotes first, so that what was cut off in between is found
 * by the words that still stand in the post. Throws Conflict when the post changes faster than it can be written.
 */
export async function redactPost(deps: ForumDeps, id: string, passages: readonly string[]): Promise<void> {
  await cutOut(deps, id, cutter(passages))
}

/** Rewrites the words of a post, its earlier versions and what others quote of it. Throws Conflict as above. */
export async function cutOut(deps: ForumDeps, id: string, cut: Cut): Promise<void> {
  await cutVersions(deps, id, cut)
  await cutQuotes(deps, id, cut)
  const post = await cutPost(deps, id, cut)
  if (!post) return
  if (post.isOpening) await cutTitle(deps, post.topicId, cut)
  if (post.quotes) await requote(deps, id)
  const place = await findPlace(deps, id)
  if (!place) return
  await settleTopic(deps, place.topic._id)
  await bumpTopic(deps, place)
  await reflect(deps, [id])
  await deps.mail.cancelAbout({ kind: 'post', id })
}

type Cut = (text: string) => string

/** Puts the mark in place of each passage; white space counts as one space. Longer ones go first: one may hold another. */
function cutter(passages: readonly string[]): Cut {
  const patterns = passages
    .map((passage) => passage.trim())
    .filter((passage) => passage !== '')
    .sort((one, other) => other.length - one.length)
    .map((passage) => new RegExp(passage.split(/\s+/u).map(escaped).join('\\s+'), 'gu'))
  return (text) =>
    patterns
      .reduce((rest, pattern) => rest.replace(pattern, () => removedMark), text)
      // Followed by a bracket the mark would read as a link.
      .replaceAll(/\[removed\](?=[([:])/g, `${removedMark} `)
}

/** A text as a regular expression that finds just that. */
export const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

async function cutVersions(deps: ForumDeps, postId: string, cut: Cut): Promise<void> {
  for await (const { _id, source, title } of deps.versions.find({ postId }).lean<Version>().cursor()) {
    const after = { source: cut(source), ...(title === undefined ? {} : { title: cut(title) }) }
    if (after.source !== source || after.title !== title) await deps.versions.updateOne({ _id }, { $set: after })
  }
}

async function cutQuotes(deps: ForumDeps, postId: string, cut: Cut): Promise<void> {
  const after = (quotes: readonly Quote[]): Quote[] =>
    quotes.map((quote) => (quote.postId === postId ? { ...quote, passage: cut(quote.passage) } : quote))
  const of = { 'quotes.postId': postId }
  for await (const { _id, quotes = [] } of deps.posts.find(of).lean<Post>().cursor())
    await deps.posts.updateOne({ _id }, { $set: { quotes: after(quotes) } })
  for await (const { _id, quotes = [] } of deps.versions.find(of).lean<Version>().cursor())
    await deps.versions.updateOne({ _id }, { $set: { quotes: after(quotes) } })
}

/** Gives the post as it stands afterwards; undefined for one that is removed. */
async function cutPost(deps: ForumDeps, _id: string, cut: Cut): Promise<Post | undefined> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const post = await deps.posts.findOne({ _id, removedAt: { $exists: false } }).lean<Post>()
    if (!post) return undefined
    const source = cut(post.source)
    const { html, version } = renderWords(deps, source, [])
    const written = await deps.posts.updateOne(
      { _id, source: post.source, removedAt: { $exists: false } },
      { $set: { source, html, rendererVersion: version, isUnreflected: true }, $unset: { textKey: 1 } },
    )
    if (written.matchedCount > 0) return { ...post, source, html }
  }
  throw new Conflict('rules:post.removed')
}

async function cutTitle(deps: ForumDeps, topicId: string, cut: Cut): Promise<void> {
  const topic = await deps.topics.findById(topicId).lean<Topic>()
  const title = topic && cut(topic.title)
  if (!title || title === topic.title) return
  await deps.topics.updateOne({ _id: topicId, title: topic.title }, { $set: { title, slug: slugify(title) } })
}
