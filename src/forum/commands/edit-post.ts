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
import { takeWords, type Written } from '../words/queries/take-words.ts'
import { judgeChange, type Judgement } from '../order/commands/judge-post.ts'
import { bumpTopic } from './bump-topic.ts'
import { hidePost } from './hide-post.ts'
import { reflect } from './reflect.ts'

/**
 * Changes a post's words, and with the opening post the topic's title. What a moderator looks at first is out of sight
 * from the same moment (`waits`). Throws NotFound, Gone, NotAllowed, Invalid.
 */
export async function editPost(
  deps: ForumDeps,
  actor: Actor,
  input: PostEdit & { postId: string },
): Promise<{ topic: Topic; postId: string; waits: boolean }> {
  const place = await lookAtPost(deps, actor, input.postId)
  const { post, topic, category } = place
  allow(mayEditPost(actor, post, place))
  if (post.isOpening && input.title === undefined) throw new Invalid({ title: 'rules:title.missing' })
  const words = await takeWords(deps, { text: input.text, category, actor, before: post.quotes ?? [] })
  const before = post.isOpening ? `${topic.title}\n${post.source}` : post.source
  allowSensitive({ ...input, source: words.source, before })
  if (isAsBefore(place, input, words)) return { topic, postId: post._id, waits: false }
  const judgement = await judgeChange(deps, actor, { post, text: input.text, html: words.rendered.html })
  await writeWords(deps, place, { words, judgement })
  const renamed = post.isOpening && input.title !== undefined ? await rename(deps, topic, input.title) : topic
  const waits = judgement.heldFor.length > 0
  if (waits) await hidePost(deps, place, 'held')
  await bumpTopic(deps, place)
  await reflect(deps, [post._id])
  return { topic: renamed, postId: post._id, waits }
}

async function writeWords(
  deps: ForumDeps,
  place: PostInPlace,
  { words, judgement }: { words: Written; judgement: Judgement },
): Promise<void> {
  const { post } = place
  const { source, quotes, rendered } = words
  const { heldFor, textKey } = judgement
  const now = deps.clock()
  const isKept = await keepVersion(deps, place, now)
  const waits = heldFor.length > 0
  const gone = {
    ...(quotes.length > 0 ? {} : { quotes: 1 }),
    ...(textKey === undefined ? { textKey: 1 } : {}),
    ...(isKept ? { isMended: 1 } : {}),
  }
  const written = await deps.posts.updateOne(
    // Removed in the meantime stays removed: an edit must not bring words back.
    { _id: post._id, removedAt: { $exists: false } },
    {
      $set: {
        source,
        html: rendered.html,
        rendererVersion: rendered.version,
        editedAt: now,
        ...(isKept || (post.editedAt && !post.isMended) ? {} : { isMended: true }),
        isUnreflected: true,
        ...(quotes.length > 0 ? { quotes } : {}),
        ...(textKey === undefined ? {} : { textKey }),
        ...(waits ? { waitsSince: post.waitsSince ?? now } : {}),
      },
      ...(Object.keys(gone).length > 0 ? { $unset: gone } : {}),
      ...(waits ? { $addToSet: { hiddenFor: 'held', heldFor: { $each: heldFor } } } : {}),
    },
  )
  if (written.matchedCount === 0) throw new Conflict('rules:post.removed')
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
