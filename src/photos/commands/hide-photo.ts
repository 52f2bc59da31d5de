import type { PhotoDeps } from '../deps.ts'
import { photoStates } from '../photo.states.ts'
import type { HidingReason } from '../photos.words.ts'
import { ownerOf } from '../queries/find-photos.ts'
import { showNewest } from './show-newest.ts'

/** Takes a photo out of sight; its files stay for `restorePhoto`. Gives whether that changed anything. */
export async function hidePhoto(deps: PhotoDeps, key: string, reason: HidingReason): Promise<boolean> {
  const { modifiedCount } = await deps.photos.updateOne(
    { _id: key, state: { $in: photoStates.before('hide') } },
    { $set: { state: 'hidden' }, $addToSet: { hiddenFor: reason } },
  )
  await showNewestOfBearer(deps, key)
  return modifiedCount === 1
}

/** Takes a reason for hiding a photo away, and shows it again when that was the last one. Gives whether it is shown again. */
export async function restorePhoto(deps: PhotoDeps, key: string, reason: HidingReason): Promise<boolean> {
  const hidden = { _id: key, state: { $in: photoStates.before('restore') } }
  await deps.photos.updateOne(hidden, { $pull: { hiddenFor: reason } })
  const { modifiedCount } = await deps.photos.updateOne(
    // Hidden for another reason in between stays hidden.
    { ...hidden, hiddenFor: { $size: 0 } },
    { $set: { state: 'stored' } },
  )
  await showNewestOfBearer(deps, key)
  return modifiedCount === 1
}

async function showNewestOfBearer(deps: PhotoDeps, key: string): Promise<void> {
  const accountId = await ownerOf(deps, key)
  if (accountId !== undefined) await showNewest(deps, accountId)
}
