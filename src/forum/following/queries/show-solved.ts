import { excerpt } from '../../../content/index.ts'
import { NotFound } from '../../../kernel/index.ts'
import { topicPath } from '../../addresses.ts'
import type { ForumDeps } from '../../deps.ts'
import { loadTopic } from '../../load.ts'
import type { Post } from '../../post.model.ts'
import { readableCategories } from '../../queries/list-categories.ts'
import { seenPost, seenTopic, standing } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import { loadAsked } from '../commands/answer-solved.ts'
import type { SolvedView, WaitingView } from '../following.views.ts'
import { categoryRoles } from '../../forum.words.ts'
import { whoIsReached } from '../reached.ts'
import type { Actor } from '../../../kernel/index.ts'

const mostAnswers = 20

/** The question that a mail asks about; after a yes with its answers to choose from. Throws NotFound or Gone. */
export async function showSolved(deps: ForumDeps, token: string, isYes: boolean): Promise<SolvedView> {
  const { _id, authorId } = await loadAsked(deps, token)
  const author = (await whoIsReached(deps, [{ holder: authorId, isByAddress: false }])).get(authorId)
  if (!author) throw new NotFound('no such author')
  const { topic } = await loadTopic(deps, author.actor, _id)
  const view = { title: topic.title, address: deps.link(topicPath(topic)), action: deps.link(`/solved/${token}`) }
  if (!isYes || topic.isSolved) return view
  const posts = await deps.posts
    .find({ topicId: _id, isOpening: false, ...standing })
    .sort({ createdAt: -1, _id: -1 })
    .limit(mostAnswers)
    .lean<Post[]>()
  const people = await deps.accounts.people(posts.map((post) => seenPost(post).authorId))
  const answers = posts.map(seenPost).map(({ _id: id, authorId: by, source }) => {
    return { id, name: (by === undefined ? undefined : people.get(by)?.name) ?? '', excerpt: excerpt(source, 300) }
  })
  return { ...view, answers }
}

const mostWaiting = 100

/** Questions whose authors said that the answers don't solve them, the longest waiting first. */
export async function showWaiting(deps: ForumDeps, actor: Actor): Promise<WaitingView> {
  const categoryIds = (await readableCategories(deps, actor)).map(({ _id }) => _id)
  const topics = await deps.topics
    .find({
      needsStaffSince: { $exists: true },
      isSolved: false,
      visibility: { $in: [...categoryRoles] },
      categoryId: { $in: categoryIds },
    })
    .sort({ needsStaffSince: 1, _id: 1 })
    .limit(mostWaiting)
    .lean<Topic[]>()
  return {
    topics: topics.map(seenTopic).map((topic) => ({
      title: topic.title,
      address: deps.link(topicPath(topic)),
      since: topic.needsStaffSince ?? topic.createdAt,
      replyCount: topic.replyCount,
    })),
  }
}
