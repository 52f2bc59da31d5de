import type { Erased } from '../kernel/index.ts'
import { removePhoto } from './commands/remove-photo.ts'
import type { PhotoDeps } from './deps.ts'
import { tombstoneId } from './tombstone.ts'

/** Photos that were removed: told by the hash of their key, which is all that is left of them. */
export function erasedPhotos(deps: PhotoDeps): Erased {
  return {
    kind: 'photo',
    async *ids() {
      for await (const { _id } of deps.removedPhotos.find({}, { _id: 1 }).lean<{ _id: string }>().cursor()) yield _id
    },
    async eraseAgain(ids) {
      const gone = new Set(ids)
      let erased = 0
      for await (const { _id } of deps.photos.find({}, { _id: 1 }).lean<{ _id: string }>().cursor()) {
        if (!gone.has(tombstoneId(_id))) continue
        await removePhoto(deps, _id, 'request')
        erased += 1
      }
      return erased
    },
  }
}
