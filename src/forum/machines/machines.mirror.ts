import type { ForumDeps } from '../deps.ts'
import type { PostMirror } from '../mirror.ts'
import type { PostInPlace } from '../place.ts'
import { isStanding } from '../sight.ts'
import type { Tombstone } from './tombstone.model.ts'

/** How many tombstones are compared with their posts at once. */
const atOnce = 500

/** Feeds follow posts: what was public and is not any more leaves a tombstone, what is public again has none. */
export function machinesMirror(deps: ForumDeps): PostMirror {
  return {
    async reflect(places) {
      await rememberPublic(deps, places.filter(isPublic))
      await bury(
        deps,
        places.filter((place) => place.post.wasPublic && !isPublic(place)),
      )
    },
    rebuild: () => unbury(deps),
  }
}

/** Whether everybody may read the post where it stands now. */
const isPublic = ({ post, topic, category }: PostInPlace): boolean =>
  category.readRole === 'public' && topic.visibility === 'public' && isStanding(post)

async function rememberPublic(deps: ForumDeps, places: readonly PostInPlace[]): Promise<void> {
  const fresh = places.filter(({ post }) => !post.wasPublic).map(({ post }) => post._id)
  if (fresh.length === 0) return
  await deps.posts.updateMany({ _id: { $in: fresh } }, { $set: { wasPublic: true } })
  await deps.tombstones.deleteMany({ _id: { $in: fresh } })
}

/** The tombstone first: cut off in between, it is written again and stays as it was. */
async function bury(deps: ForumDeps, places: readonly PostInPlace[]): Promise<void> {
  if (places.length === 0) return
  const at = deps.clock()
  await deps.tombstones.bulkWrite(
    places.map(({ post, topic }) => ({
      updateOne: {
        filter: { _id: post._id },
        update: {
          $setOnInsert: { topicId: topic._id, categoryId: topic.categoryId, isOpening: post.isOpening, at },
        },
        upsert: true,
      },
    })),
  )
  const ids = places.map(({ post }) => post._id)
  await deps.posts.updateMany({ _id: { $in: ids } }, { $unset: { wasPublic: 1 } })
}

/** Takes away tombstones of posts that are public. Gives how many. */
async function unbury(deps: ForumDeps): Promise<number> {
  let mended = 0
  let after = ''
  for (;;) {
    const some = await deps.tombstones
      .find({ _id: { $gt: after } }, { _id: 1 })
      .sort({ _id: 1 })
      .limit(atOnce)
      .lean<Pick<Tombstone, '_id'>[]>()
    const ids = some.map(({ _id }) => _id)
    after = ids.at(-1) ?? after
    if (ids.length === 0) return mended
    const back = await deps.posts.find({ _id: { $in: ids }, wasPublic: true }, { _id: 1 }).lean<{ _id: string }[]>()
    const { deletedCount } = await deps.tombstones.deleteMany({ _id: { $in: back.map(({ _id }) => _id) } })
    mended += deletedCount
  }
}
