import { excerpt } from '../../../content/index.ts'
import type { Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { PostView, TopicView } from '../../forum.views.ts'
import { mostAccepted } from '../../forum.words.ts'
import type { Post } from '../../post.model.ts'
import { standing } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import { maySolve } from '../marks.policy.ts'

/** From so many characters of HTML on, an answer opens in a window of its own height under the question. */
const longFrom = 2_500

const excerptLength = 280

/** The accepted answers that stand, in the order they were accepted. */
export async function solutionPosts(deps: ForumDeps, { _id, accepted = [] }: Topic): Promise<Post[]> {
  if (accepted.length === 0) return []
  const ids = accepted.map(({ postId }) => postId)
  const found = await deps.posts
    .find({ _id: { $in: ids }, topicId: _id, ...standing })
    .limit(mostAccepted)
    .lean<Post[]>()
  return found.toSorted((a, b) => ids.indexOf(a._id) - ids.indexOf(b._id))
}

interface Around {
  actor: Actor
  topic: Topic
  /** Makes the view of a post. */
  show: (post: Post) => PostView
  /** The posts that the page shows anyway: of them the beginning is enough. */
  shown: readonly Post[]
}

/** The solution as it stands under the question; nothing while there is none. */
export function solutionOf(
  { link }: ForumDeps,
  answers: readonly Post[],
  { actor, topic, show, shown }: Around,
): Partial<TopicView> {
  const isHere = new Set(shown.map(({ _id }) => _id))
  if (answers.length === 0) return {}
  return {
    solution: {
      answers: answers.map((post) => ({
        post: show(post),
        isLong: post.html.length >= longFrom,
        ...(isHere.has(post._id) ? { excerpt: excerpt(post.source, excerptLength) } : {}),
      })),
      ...(topic.outdatedSince ? { outdatedSince: topic.outdatedSince } : {}),
      ...(maySolve(actor, topic).allowed ? { outdatedAddress: link(`/topics/${topic._id}/outdated`) } : {}),
    },
  }
}
