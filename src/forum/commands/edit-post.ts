import { renderMarkdown, slugify } from '../../content/index.ts'
import { allow, Conflict, Invalid, type Actor } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostEdit } from '../forum.forms.ts'
import { loadPost } from '../load.ts'
import { mayEditPost } from '../post.policy.ts'
import type { Topic } from '../topic.model.ts'
import { bumpTopic } from './bump-topic.ts'
import { reflect } from './reflect.ts'

/** Changes a post's words, and with the opening post the topic's title. Throws NotFound, Gone, NotAllowed, Invalid. */
export async function editPost(
  deps: ForumDeps,
  actor: Actor,
  input: PostEdit & { postId: string },
): Promise<{ topic: Topic; postId: string }> {
  const place = await loadPost(deps, actor, input.postId)
  const { post, topic } = place
  allow(mayEditPost(actor, post, place))
  if (post.isOpening && input.title === undefined) throw new Invalid({ title: 'rules:title.missing' })
  const { html, version } = renderMarkdown(input.text, { siteOrigin: deps.siteOrigin })
  const written = await deps.posts.updateOne(
    // Removed in the meantime stays removed: an edit must not bring words back.
    { _id: post._id, removedAt: { $exists: false } },
    { $set: { source: input.text, html, rendererVersion: version, editedAt: deps.clock(), isUnreflected: true } },
  )
  if (written.matchedCount === 0) throw new Conflict('rules:post.removed')
  const renamed = post.isOpening && input.title !== undefined ? await rename(deps, topic, input.title) : topic
  await bumpTopic(deps, place)
  await reflect(deps, [post._id])
  return { topic: renamed, postId: post._id }
}

async function rename(deps: ForumDeps, topic: Topic, title: string): Promise<Topic> {
  const slug = slugify(title)
  // A removal that came in between has wiped the author with the title: an edit must not bring either back.
  await deps.topics.updateOne({ _id: topic._id, authorId: topic.authorId }, { $set: { title, slug } })
  return { ...topic, title, slug }
}
