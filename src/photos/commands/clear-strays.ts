import type { FileStore, StoredFile } from '../../files/index.ts'
import type { PhotoDeps } from '../deps.ts'
import type { Photo } from '../photo.model.ts'

/**
 * Deletes files that no photo owns, written before `before`: what crashes left. A younger one may belong to an upload
 * under way. With `movedTo`, files of photos that are in that store go at any age. Gives how many went.
 */
export async function clearStrays(
  deps: PhotoDeps,
  store: FileStore,
  { before, movedTo }: { before: Date; movedTo?: Photo['store'] },
): Promise<number> {
  let cleared = 0
  for await (const file of store.list()) {
    const owner = await ownerOf(deps, file)
    if (owner?.store === store.kind) continue
    if (file.writtenAt >= before && !(owner && owner.store === movedTo)) continue
    await store.remove(file.name)
    cleared += 1
  }
  return cleared
}

/** A photo that is being removed owns nothing any more. */
async function ownerOf({ photos }: PhotoDeps, { key }: StoredFile): Promise<Pick<Photo, 'store'> | null> {
  if (key === undefined) return null
  return photos.findOne({ _id: key, state: { $ne: 'removed' } }, { store: 1 }).lean<Pick<Photo, 'store'>>()
}
