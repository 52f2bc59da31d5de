import type { PhotoDeps } from '../deps.ts'
import type { Photo } from '../photo.model.ts'
import { clearStrays } from './clear-strays.ts'
import { removePhoto } from './remove-photo.ts'
import { showNewest } from './show-newest.ts'

/** What a sweep found and put in order. */
export interface Swept {
  /** Files that no photo owned. */
  strays: number
  /** Photos whose removal had been cut off, or that no account shows. */
  removed: number
}

/** Younger things may belong to an upload under way, in milliseconds. */
const grace = 60 * 60 * 1000

/** Ends what crashes cut off: removals, replacements, uploads, writes. Nothing that anybody sees changes. */
export async function sweepPhotos(deps: PhotoDeps): Promise<Swept> {
  const before = new Date(deps.clock().getTime() - grace)
  const swept: Swept = { strays: 0, removed: 0 }
  const settled = deps.photos.find({ state: { $ne: 'hidden' }, createdAt: { $lt: before } })
  for await (const photo of settled.lean<Photo>().cursor()) {
    if (photo.state === 'stored' && (await showNewest(deps, photo.accountId)) === photo._id) continue
    await removePhoto(deps, photo._id, 'replaced')
    swept.removed += 1
  }
  for (const store of Object.values(deps.stores)) swept.strays += await clearStrays(deps, store, { before })
  return swept
}
