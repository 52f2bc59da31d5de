import type { RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import type { Logger, Route } from '../http/index.ts'
import type { Clock, DataDeclaration, Erased, PersonalDataHolder, RandomToken, Removable } from '../kernel/index.ts'
import { keepFromProvider } from './commands/keep-from-provider.ts'
import { movePhotos, type Moved } from './commands/move-photos.ts'
import { sweepPhotos, type Swept } from './commands/sweep-photos.ts'
import type { PhotoBearers, PhotoDeps } from './deps.ts'
import { erasedPhotos } from './erased.ts'
import { createPictureFetcher, type FetchRules } from './fetching/fetch-picture.ts'
import { photoHolder } from './personal-data.ts'
import { photoFiles } from './photo-files.ts'
import { definePhoto, photoData } from './photo.model.ts'
import { photoRoutes } from './photos.routes.ts'
import type { StoreKind } from './photos.words.ts'
import { removablePhotos } from './removable.ts'
import { defineRemovedPhoto, removedPhotoData } from './removed-photo.model.ts'
import { photoStores } from './stores.ts'
import { createStudio, type StudioLimits } from './studio/studio.ts'

export type { PhotoBearers } from './deps.ts'

/** People's photos: the face of this feature. */
export interface Photos {
  readonly routes: readonly Route[]
  /** Serves the pictures themselves, beside the pages. */
  readonly mounted: readonly { path: string; handler: RequestHandler }[]
  readonly holder: PersonalDataHolder
  readonly declarations: readonly DataDeclaration[]
  readonly removable: Removable
  readonly erased: readonly Erased[]
  /** Makes a provider's photo the account's own. False where it can't be had. */
  keepFromProvider(accountId: string, url: string): Promise<boolean>
  /** Makes a square WebP picture of a file, as of any photo, that belongs to no account. Throws as the studio does. */
  picture(bytes: Buffer, side: number): Promise<Buffer>
  /** Moves every photo to a store. */
  moveTo(store: StoreKind): Promise<Moved>
  /** Puts in order what crashes left; a job runs it. */
  sweep(): Promise<Swept>
  /** Ends the processes that decode. */
  close(): void
}

export interface PhotosOptions {
  connection: Connection
  clock: Clock
  randomToken: RandomToken
  config: { photoStore: StoreKind; uploadsFolder: string; production: boolean }
  accounts: PhotoBearers
  link: (path: string) => string
  log: Logger
  /** Other limits than those in use, for tests. */
  limits?: { studio?: Partial<StudioLimits>; fetching?: Partial<FetchRules> }
}

/** Sets the feature up on one instance's connection. */
export function createPhotos(options: PhotosOptions): Photos {
  const { connection, config, limits, ...rest } = options
  const studio = createStudio(limits?.studio)
  const deps: PhotoDeps = {
    ...rest,
    photos: definePhoto(connection),
    removedPhotos: defineRemovedPhoto(connection),
    stores: photoStores(config.uploadsFolder, connection),
    storeForNew: config.photoStore,
    studio,
    fetchPicture: createPictureFetcher({ allowLoopback: !config.production, ...limits?.fetching }),
  }
  return {
    routes: photoRoutes(deps).table,
    mounted: [{ path: '/photos', handler: photoFiles(deps) }],
    holder: photoHolder(deps),
    declarations: [...photoData, removedPhotoData],
    removable: removablePhotos(deps),
    erased: [erasedPhotos(deps)],
    keepFromProvider: (accountId, url) => keepFromProvider(deps, { accountId, url }),
    async picture(bytes, side) {
      const [made] = await studio.make(bytes, { crop: 'auto', sides: [side] })
      if (!made) throw new Error('the studio made nothing')
      return made
    },
    moveTo: (store) => movePhotos(deps, store),
    sweep: () => sweepPhotos(deps),
    close: () => studio.close(),
  }
}
