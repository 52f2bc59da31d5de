import type { FileStore } from '../files/index.ts'
import type { Clock, RandomToken } from '../kernel/index.ts'
import type { Logger } from '../http/index.ts'
import type { PictureFetcher } from './fetching/fetch-picture.ts'
import type { PhotoModel } from './photo.model.ts'
import type { StoreKind } from './photos.words.ts'
import type { RemovedPhotoModel } from './removed-photo.model.ts'
import type { Studio } from './studio/studio.ts'

/** What this feature needs of accounts. */
export interface PhotoBearers {
  /** Key of the photo that the account shows; undefined where there is none, or no such account. */
  photoOf(accountId: string): Promise<string | undefined>
  /** Shows another photo or none, on every page at once. Gives the key that was shown before. */
  setPhoto(accountId: string, key: string | undefined): Promise<string | undefined>
}

/** What commands and queries of this feature work with. */
export interface PhotoDeps {
  photos: PhotoModel
  removedPhotos: RemovedPhotoModel
  stores: Readonly<Record<StoreKind, FileStore>>
  /** Which store takes new photos. */
  storeForNew: StoreKind
  studio: Studio
  fetchPicture: PictureFetcher
  accounts: PhotoBearers
  clock: Clock
  randomToken: RandomToken
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  log: Logger
}
