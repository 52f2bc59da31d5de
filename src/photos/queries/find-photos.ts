import type { PhotoDeps } from '../deps.ts'
import type { Photo } from '../photo.model.ts'

/** Whose photo it is; undefined where there is none with this key. */
export async function ownerOf({ photos }: PhotoDeps, key: string): Promise<string | undefined> {
  const photo = await photos.findById(key, { accountId: 1 }).lean<Pick<Photo, 'accountId'>>()
  return photo?.accountId
}

/** Keys of all photos that are kept of an account, the newest first, in whatever state. */
export async function keysOf(deps: PhotoDeps, accountId: string): Promise<string[]> {
  return (await photosOf(deps, accountId)).map(({ _id }) => _id)
}

/** All photos that are kept of an account, the newest first. One, unless one is being replaced or was hidden. */
export async function photosOf({ photos }: PhotoDeps, accountId: string): Promise<Photo[]> {
  return photos.find({ accountId }).sort({ createdAt: -1, _id: -1 }).lean<Photo[]>()
}
