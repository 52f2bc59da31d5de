import { fileNames } from '../addresses.ts'
import type { PhotoDeps } from '../deps.ts'
import { keysOf, ownerOf } from '../queries/find-photos.ts'
import { photoStates } from '../photo.states.ts'
import type { RemovalGround } from '../photos.words.ts'
import { tombstoneId } from '../tombstone.ts'
import { showNewest } from './show-newest.ts'

/**
 * Removes a photo for good: when this resolves, no page shows it, its address answers 410 and none of its files is left
 * in any store. Each step bears being run twice; one cut off in between is ended by the sweep. A photo that is gone
 * already stays gone.
 */
export async function removePhoto(deps: PhotoDeps, key: string, ground: RemovalGround): Promise<void> {
  const accountId = await ownerOf(deps, key)
  if (accountId === undefined) return
  const tombstone = { removedAt: deps.clock(), ground }
  await deps.removedPhotos.updateOne({ _id: tombstoneId(key) }, { $setOnInsert: tombstone }, { upsert: true })
  const inPlace = { _id: key, state: { $in: photoStates.before('remove') } }
  await deps.photos.updateOne(inPlace, { $set: { state: 'removed' } })
  await showNewest(deps, accountId)
  await removeFiles(deps, key)
  await deps.photos.deleteOne({ _id: key, state: 'removed' })
}

/** Removes every photo of an account, hidden ones too. */
export async function removePhotosOf(deps: PhotoDeps, accountId: string, ground: RemovalGround): Promise<void> {
  for (const key of await keysOf(deps, accountId)) await removePhoto(deps, key, ground)
}

/** Deletes a photo's files from both stores, wherever it is said to be: a move may be under way. */
export async function removeFiles({ stores }: PhotoDeps, key: string): Promise<void> {
  for (const store of Object.values(stores)) {
    for (const name of fileNames(key)) await store.remove(name)
  }
}
