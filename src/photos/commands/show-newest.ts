import type { Photo } from '../photo.model.ts'
import type { PhotoDeps } from '../deps.ts'

const attempts = 5

/**
 * Makes the account show the newest of its photos that is not hidden, or none. What is shown is derived: whoever changed
 * a photo calls this after it, and looks again after writing, so that of two who do so at once the last one is right.
 * Gives the key that is shown.
 */
export async function showNewest(deps: PhotoDeps, accountId: string): Promise<string | undefined> {
  let newest = await newestOf(deps, accountId)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if ((await deps.accounts.photoOf(accountId)) === newest) return newest
    await deps.accounts.setPhoto(accountId, newest)
    newest = await newestOf(deps, accountId)
  }
  return deps.accounts.photoOf(accountId)
}

async function newestOf({ photos }: PhotoDeps, accountId: string): Promise<string | undefined> {
  const newest = await photos
    .findOne({ accountId, state: 'stored' }, { _id: 1 })
    .sort({ createdAt: -1, _id: -1 })
    .lean<Pick<Photo, '_id'>>()
  return newest?._id
}
