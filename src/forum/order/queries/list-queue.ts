import type { QueryFilter } from 'mongoose'
import type { PersonView } from '../../../accounts/index.ts'
import { allow, cutPage, type Actor, type Key, type PageRequest } from '../../../kernel/index.ts'
import { postPath } from '../../addresses.ts'
import type { Category } from '../../category.model.ts'
import type { ForumDeps } from '../../deps.ts'
import type { ListQuery } from '../../forum.forms.ts'
import type { PageLinks } from '../../forum.views.ts'
import type { Post } from '../../post.model.ts'
import { linksOf, pageRequest } from '../../queries/list-topics.ts'
import { toPostView } from '../../queries/post-view.ts'
import { seenPostBy, seenTopicBy } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import { completePosts } from '../../words/queries/complete-posts.ts'
import { mayModerate } from '../order.policy.ts'
import type { QueueItem } from '../queue.views.ts'
import type { Report } from '../report.model.ts'
import { causeKeys, groundKeys } from './order-view.ts'

/** What its author took out of sight, or somebody asked to be removed, is not a moderator's to decide; it may come back. */
const waiting: QueryFilter<Post> = { waitsSince: { $exists: true }, hiddenFor: { $nin: ['leaving', 'removal'] } }

const pageSize = 20
const mostReports = 200

/** What waits for a moderator, oldest first, each post with its reports. Throws NotAllowed. */
export async function listQueue(
  deps: ForumDeps,
  actor: Actor,
  query: ListQuery,
): Promise<{ items: QueueItem[]; links: PageLinks }> {
  allow(mayModerate(actor))
  const request = pageRequest(query)
  const direction = request.before ? -1 : 1
  const found = await deps.posts
    .find({ $and: [waiting, within(request)] })
    .sort({ waitsSince: direction, _id: direction })
    .limit(pageSize + 1)
    .lean<Post[]>()
  const keyOf = ({ waitsSince, createdAt, _id: id }: Post): Key => ({ at: waitsSince ?? createdAt, id })
  const page = cutPage(found, { size: pageSize, request, keyOf })
  return { items: await toItems(deps, actor, page.rows), links: linksOf(page, deps.link('/staff/moderation')) }
}

/** How many posts wait, at most 100. */
export async function countQueue(deps: ForumDeps): Promise<number> {
  return deps.posts.countDocuments(waiting, { limit: 100 })
}

async function toItems(deps: ForumDeps, actor: Actor, posts: readonly Post[]): Promise<QueueItem[]> {
  const [reports, topics] = await Promise.all([
    deps.reports
      .find({ postId: { $in: posts.map(({ _id }) => _id) }, isOpen: true })
      .sort({ at: 1 })
      .limit(mostReports)
      .lean<Report[]>(),
    deps.topics.find({ _id: { $in: posts.map(({ topicId }) => topicId) } }).lean<Topic[]>(),
  ])
  const categories = await deps.categories
    .find({ _id: { $in: topics.map(({ categoryId }) => categoryId) } })
    .lean<Category[]>()
  const people = await deps.accounts.people([
    ...posts.map(({ authorId }) => authorId),
    ...reports.map(({ reporterId }) => reporterId),
  ])
  const seen = posts.map((post) => seenPostBy(actor, post))
  const shown = await completePosts(deps, { actor, nobody: '…' }, seen)
  return shown.flatMap((post): QueueItem[] => {
    const stored = topics.find(({ _id }) => _id === post.topicId)
    const topic = stored && seenTopicBy(actor, stored)
    const category = categories.find(({ _id }) => _id === topic?.categoryId)
    const about = reports.filter(({ postId }) => postId === post._id)
    return topic && category ? [toItem(deps, post, { actor, place: { topic, category }, people, about })] : []
  })
}

function toItem(
  deps: ForumDeps,
  post: Post,
  around: {
    actor: Actor
    place: { topic: Topic; category: Category }
    people: ReadonlyMap<string, PersonView>
    about: readonly Report[]
  },
): QueueItem {
  const { actor, place, people, about } = around
  return {
    post: toPostView(deps, post, { actor, place, people }),
    topicTitle: place.topic.title,
    topicAddress: deps.link(postPath(place.topic, post._id)),
    waitsSince: post.waitsSince ?? post.createdAt,
    isHeld: post.hiddenFor?.includes('held') ?? false,
    heldFor: (post.heldFor ?? []).map((cause) => causeKeys[cause]),
    reports: about.map(({ reporterId, ground, words, at }) => ({
      by: people.get(reporterId),
      groundKey: groundKeys[ground],
      at,
      ...(words === undefined ? {} : { words }),
    })),
    ground: about[0]?.ground ?? (post.heldFor?.includes('moderator') ? 'other' : 'spam'),
    action: deps.link(`/staff/moderation/${post._id}`),
    ...(!post.authorId ? {} : { authorAddress: deps.link(`/staff/people/${post.authorId}`) }),
  }
}

function within({ after, before }: PageRequest): QueryFilter<Post> {
  if (after)
    return { waitsSince: { $gte: after.at }, $or: [{ waitsSince: { $gt: after.at } }, { _id: { $gt: after.id } }] }
  if (!before) return {}
  return { waitsSince: { $lte: before.at }, $or: [{ waitsSince: { $lt: before.at } }, { _id: { $lt: before.id } }] }
}
