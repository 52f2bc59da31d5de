import { excerpt } from '../../../content/index.ts'
import { allow, type Actor } from '../../../kernel/index.ts'
import { topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadTopic } from '../../load.ts'
import { nobody } from '../../nobody.ts'
import type { Post } from '../../post.model.ts'
import { seenPost, standing } from '../../sight.ts'
import { mayModerate } from '../order.policy.ts'
import { mostSplit } from '../order.words.ts'

export interface SplitView {
  topicTitle: string
  topicAddress: string
  posts: { id: string; name: string; excerpt: string; createdAt: Date }[]
}

/** The latest replies of a topic, in their order, to choose from. Throws NotFound, Gone, NotAllowed. */
export async function showSplit(deps: ForumDeps, actor: Actor, topicId: string): Promise<SplitView> {
  allow(mayModerate(actor))
  const { topic } = await loadTopic(deps, actor, topicId)
  const latest = await deps.posts
    .find({ topicId: topic._id, isOpening: false, ...standing })
    .sort({ createdAt: -1, _id: -1 })
    .limit(mostSplit)
    .lean<Post[]>()
  const people = await deps.accounts.people(latest.map(({ authorId }) => authorId))
  return {
    topicTitle: topic.title,
    topicAddress: deps.link(topicPath(topic)),
    posts: latest
      .reverse()
      .map(seenPost)
      .map(({ _id: id, authorId = '', source, createdAt }) => ({
        id,
        name: (people.get(authorId) ?? nobody).name,
        excerpt: excerpt(source, 160),
        createdAt,
      })),
  }
}
