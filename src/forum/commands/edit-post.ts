import { isDeepStrictEqual } from 'node:util'
import { slugify } from '../../content/index.ts'
import { allow, Conflict, Invalid, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostEdit } from '../forum.forms.ts'
import { lookAtPost } from '../load.ts'
import type { PostInPlace } from '../place.ts'
import { mayEditPost } from '../post.policy.ts'
import type { Topic } from '../topic.model.ts'
import { keepVersion } from '../words/commands/keep-version.ts'
import { allowSensitive } from '../words/sensitive.ts'
import { typeWords } from '../words/queries/type-words.ts'
import { takeWords, type Written } from '../words/queries/take-words.ts'
import { bumpTopic } from './bump-topic.ts'
import { reflect } from './reflect.ts'

/** Changes a post's words, and with the opening post the topic's title. Throws NotFound, Gone, NotAllowed, Invalid. */
export async function editPost(
  deps: ForumDeps,
  actor: Actor,
  input: PostEdit & { postId: string },
): Promise<{ topic: Topic; postId: string }> {
  const place = await lookAtPost(deps, actor, input.postId)
  const { post, topic, category } = place
  allow(mayEditPost(actor, post, place))
  if (post.isOpening && input.title === undefined) throw new Invalid({ title: 'rules:title.missing' })
  const [before = ''] = await typeWords(deps, actor, [post])
  allowSensitive({ ...input, before: post.isOpening ? `${topic.title}\n${before}` : before })
  const words = await takeWords(deps, { text: input.text, category, actor, before: post.quotes ?? [] })
  const { source, quotes, rendered } = words
  const now = deps.clock()
  if (isAsBefore(place, input, words)) return { topic, postId: post._id }
  await keepVersion(deps, place, now)
  const text = { source, html: rendered.html, rendererVersion: rendered.version }
  const written = await deps.posts.updateOne(
    // Removed in the meantime stays removed: an edit must not bring words back.
    { _id: post._id, removedAt: { $exists: false } },
    {
      $set: {
        ...text,
        editedAt: now,
        isUnreflected: true,
        ...(quotes.length > 0 ? { quotes } : {}),
      },
      ...(quotes.length > 0 ? {} : { $unset: { quotes: 1 } }),
    },
  )
  if (written.matchedCount === 0) throw new Conflict('rules:post.removed')
  const renamed = post.isOpening && input.title !== undefined ? await rename(deps, topic, input.title) : topic
  await bumpTopic(deps, place)
  await reflect(deps, [post._id])
  return { topic: renamed, postId: post._id }
}

/** Saved without a change, it is not marked as edited. */
function isAsBefore({ post, topic }: PostInPlace, { title }: PostEdit, { source, quotes }: Written): boolean {
  if (source !== post.source || (post.isOpening && title !== topic.title)) return false
  return isDeepStrictEqual(
    quotes.map(({ postId, passage }) => [postId, passage]),
    (post.quotes ?? []).map(({ postId, passage }) => [postId, passage]),
  )
}

async function rename(deps: ForumDeps, topic: Topic, title: string): Promise<Topic> {
  const slug = slugify(title)
  // A removal that came in between has wiped the author with the title: an edit must not bring either back.
  await deps.topics.updateOne({ _id: topic._id, authorId: topic.authorId }, { $set: { title, slug } })
  return { ...topic, title, slug }
}
