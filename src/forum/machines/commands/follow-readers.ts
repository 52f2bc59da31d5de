import type { Category } from '../../category.model.ts'
import { reflect } from '../../commands/reflect.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Topic } from '../../topic.model.ts'
import type { Tombstone } from '../tombstone.model.ts'

/** More than a feed tells at once need not be looked at: openings of topics, and tombstones of them. */
const mostTold = 30

/**
 * Brings feeds in line with a category whose readers changed: what everybody could read there and can't any more is told
 * as gone, and what is public again has no tombstone. Topics' own feeds need none, they are not there any more either.
 */
export async function followReaders(deps: ForumDeps, { _id: categoryId, readRole }: Category): Promise<void> {
  const [topics, buried] = await Promise.all([
    deps.topics
      .find({ categoryId, visibility: readRole }, { openingPostId: 1 })
      .sort({ lastActivityAt: -1, _id: -1 })
      .limit(mostTold)
      .lean<Pick<Topic, 'openingPostId'>[]>(),
    deps.tombstones
      .find({ categoryId, isOpening: true }, { _id: 1 })
      .sort({ at: -1 })
      .limit(mostTold)
      .lean<Pick<Tombstone, '_id'>[]>(),
  ])
  const ids = [...topics.map(({ openingPostId }) => openingPostId), ...buried.map(({ _id }) => _id)]
  await deps.posts.updateMany({ _id: { $in: ids } }, { $set: { isUnreflected: true } })
  await reflect(deps, ids)
}
