import type { ForumDeps } from '../deps.ts'
import type { PostMirror } from '../mirror.ts'
import type { PostInPlace } from '../place.ts'
import { noteAnnouncement } from './commands/announce.ts'
import { followOwn } from './commands/follow.ts'
import { moveFollowers } from './commands/move-followers.ts'
import { tellOnSite } from './commands/tell-on-site.ts'
import type { Notice } from './notice.model.ts'
import { loadTold, mayBeTold } from './queries/load-told.ts'

/** Notices and mails follow their post. `kick` is called when there is something to tell. */
export function followingMirror(deps: ForumDeps, kick: () => void): PostMirror {
  return {
    async reflect(places) {
      for (const place of places.filter(mayBeTold)) {
        if (await begin(deps, place)) kick()
        else await goOn(deps, place)
      }
      await hide(
        deps,
        places.filter((place) => !mayBeTold(place)).map(({ post }) => post._id),
      )
    },
    merged: (from, into) => moveFollowers(deps, from, into),
    rebuild: () => rebuild(deps),
  }
}

async function begin(deps: ForumDeps, place: PostInPlace): Promise<boolean> {
  if (!(await noteAnnouncement(deps, place))) return false
  if (place.post.authorId !== undefined) await followOwn(deps, place.post.authorId, place.topic._id)
  return true
}

/** A post that was told before: back in the notices that it was in, and in those of the topic where it stands now. */
async function goOn(deps: ForumDeps, place: PostInPlace): Promise<void> {
  const { post, topic } = place
  const { notices } = deps.following
  const { _id: id } = post
  await notices.updateMany({ hiddenIds: id }, { $pull: { hiddenIds: id }, $addToSet: { postIds: id } })
  const elsewhere = { postIds: id, topicId: { $ne: topic._id } }
  const left = await notices.find({ ...elsewhere, kind: 'reply' }, { accountId: 1, isUnread: 1 }).lean<Notice[]>()
  if (left.length > 0) {
    await notices.updateMany({ ...elsewhere, kind: 'reply' }, { $pull: { postIds: id } })
    const accountIds = left.filter(({ isUnread }) => isUnread).map(({ accountId }) => accountId)
    await tellOnSite(deps, place, { accountIds, kind: 'reply' })
  }
  await notices.updateMany({ ...elsewhere, kind: { $ne: 'reply' } }, { $set: { topicId: topic._id } })
}

/** What staff decided about a post is told also when it is gone. */
const notAboutIt = { $ne: 'decision' } as const

/** What waits to be mailed is cancelled for good: a post that comes back is read on the site. */
async function hide(deps: ForumDeps, postIds: readonly string[]): Promise<void> {
  for (const id of postIds) {
    await deps.following.notices.updateMany(
      { postIds: id, kind: notAboutIt },
      { $pull: { postIds: id }, $addToSet: { hiddenIds: id } },
    )
    await deps.mail.cancelAbout({ kind: 'post', id })
  }
}

/** Looks through all notices for posts that don't stand, and for those that do again. */
async function rebuild(deps: ForumDeps): Promise<number> {
  let mended = 0
  const walk = deps.following.notices.find({ kind: notAboutIt }, { postIds: 1, hiddenIds: 1 }).lean<Notice>().cursor()
  for await (const { _id, postIds, hiddenIds } of walk) {
    const told = new Set((await loadTold(deps, [...postIds, ...hiddenIds])).map(({ post }) => post._id))
    const gone = postIds.filter((id) => !told.has(id))
    const back = hiddenIds.filter((id) => told.has(id))
    if (gone.length + back.length === 0) continue
    mended += 1
    await deps.following.notices.updateOne(
      { _id },
      {
        $set: {
          postIds: [...postIds.filter((id) => told.has(id)), ...back],
          hiddenIds: [...hiddenIds.filter((id) => !told.has(id)), ...gone],
        },
      },
    )
  }
  return mended
}
