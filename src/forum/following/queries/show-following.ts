import { NotFound, type Actor } from '../../../kernel/index.ts'
import { categoryPath, topicPath } from '../../addresses.ts'
import type { Category } from '../../category.model.ts'
import { mayRead } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import { categoryRoles } from '../../forum.words.ts'
import { seenTopic } from '../../sight.ts'
import type { Topic } from '../../topic.model.ts'
import type { Follow } from '../follow.model.ts'
import type { FollowRow, FollowView, MyFollowingView } from '../following.views.ts'
import { everything, ownTopics } from '../following.words.ts'
import type { Target } from '../commands/follow.ts'

/** The buttons that follow what a page shows. `isPublic`: everybody may read it. */
export async function followView(
  deps: ForumDeps,
  actor: Actor,
  { kind, targetId, isPublic }: Target & { isPublic: boolean },
): Promise<FollowView> {
  if (actor.kind === 'visitor')
    return { kind, targetId, ...(isPublic ? { byMailAction: deps.link('/follows/by-mail') } : {}) }
  const found = await deps.following.follows.findOne({ holder: actor.id, targetId }).lean<Follow>()
  return { kind, targetId, action: deps.link('/follows'), ...(found ? { level: found.level } : {}) }
}

/** More would be a page that nobody reads to its end. */
const mostShown = 500

/** Everything that the actor follows and may read, newest first. */
export async function showFollowing(deps: ForumDeps, actor: Actor): Promise<MyFollowingView> {
  if (actor.kind === 'visitor') throw new NotFound('not signed in')
  const follows = await followsOf(deps, actor.id)
  const levelOf = (id: string): Follow['level'] | undefined => follows.find(({ targetId }) => targetId === id)?.level
  return {
    own: levelOf(ownTopics) ?? 'at-once',
    all: levelOf(everything) ?? 'none',
    rows: await toRows(
      deps,
      actor,
      follows.filter(({ kind }) => kind !== 'all'),
    ),
    action: deps.link('/follows'),
  }
}

/** What a holder follows, newest first. */
export async function followsOf(deps: ForumDeps, holder: string): Promise<Follow[]> {
  return deps.following.follows.find({ holder }).sort({ createdAt: -1, _id: -1 }).limit(mostShown).lean<Follow[]>()
}

/** Follows with the names of what is followed, as far as the actor may read it. */
export async function toRows(
  deps: ForumDeps,
  actor: Actor,
  follows: readonly (Target & Partial<Pick<Follow, 'level'>>)[],
): Promise<FollowRow[]> {
  const ids = follows.map(({ targetId }) => targetId)
  const topics = await deps.topics.find({ _id: { $in: ids } }).lean<Topic[]>()
  const categories = await deps.categories
    .find({ _id: { $in: [...ids, ...topics.map(({ categoryId }) => categoryId)] } })
    .lean<Category[]>()
  const readable = new Map(categories.filter((each) => mayRead(actor, each)).map((each) => [each._id, each]))
  return follows.flatMap(({ kind, targetId, level = 'at-once' }): FollowRow[] => {
    if (kind === 'all') return [{ kind, targetId, level }]
    const category = readable.get(targetId)
    if (kind === 'category')
      return category
        ? [{ kind, targetId, level, name: category.name, address: deps.link(categoryPath(category)) }]
        : []
    const topic = topics.find(({ _id }) => _id === targetId)
    const isSeen =
      topic && readable.has(topic.categoryId) && (categoryRoles as readonly string[]).includes(topic.visibility)
    if (!isSeen) return []
    const { title, ...seen } = seenTopic(topic)
    return [{ kind, targetId, level, name: title, address: deps.link(topicPath(seen)) }]
  })
}
