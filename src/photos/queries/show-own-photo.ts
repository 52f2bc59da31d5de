import { photoPath } from '../addresses.ts'
import type { PhotoDeps } from '../deps.ts'
import { photosOf } from './find-photos.ts'

/** What the page for one's own photo shows. */
export interface OwnPhotoView {
  photo?: { address: string; addedAt: Date; isFromProvider: boolean }
  /** A photo is there and out of sight, while a request about it is looked at. */
  isHidden: boolean
  removalAction: string
  /** Megabytes. */
  largest: number
}

/** One's own photo, as it stands beside what one writes. */
export async function showOwnPhoto(
  deps: PhotoDeps,
  { accountId, largest }: { accountId: string; largest: number },
): Promise<OwnPhotoView> {
  const photos = await photosOf(deps, accountId)
  const shown = photos.find(({ state }) => state === 'stored')
  return {
    ...(shown
      ? {
          photo: {
            address: deps.link(photoPath(shown._id, 'medium')),
            addedAt: shown.createdAt,
            isFromProvider: shown.source === 'provider',
          },
        }
      : {}),
    isHidden: !shown && photos.some(({ state }) => state === 'hidden'),
    removalAction: deps.link('/me/photo/removal'),
    largest,
  }
}
