import { HeldFile, type DataSubject, type HeldKind, type PersonalDataHolder } from '../kernel/index.ts'
import { fileName, photoPath } from './addresses.ts'
import { hidePhoto, restorePhoto } from './commands/hide-photo.ts'
import { removePhotosOf } from './commands/remove-photo.ts'
import type { PhotoDeps } from './deps.ts'
import type { Photo } from './photo.model.ts'
import { photosOf } from './queries/find-photos.ts'

/** A face is a name: without its person's a photo can't be kept. */
const kinds: readonly HeldKind[] = [
  { kind: 'photo', titleKey: 'photos:kind', treatments: ['delete', 'keep'], needsName: true },
]

/** What is held of a person in photos. */
export function photoHolder(deps: PhotoDeps): PersonalDataHolder {
  return {
    kinds,
    count: async (subject) => (await kept(deps, subject)).length,
    export: async (subject) => ({ photo: (await kept(deps, subject)).map((photo) => toExport(deps, photo)) }),
    async hide(subject, _kind, treatment) {
      if (treatment === 'keep') return
      for (const { _id } of await kept(deps, subject)) await hidePhoto(deps, _id, 'leaving')
    },
    async restore(subject) {
      for (const { _id } of await kept(deps, subject)) await restorePhoto(deps, _id, 'leaving')
    },
    async settle({ accountId }, _kind, treatment) {
      if (treatment !== 'keep' && accountId !== undefined) await removePhotosOf(deps, accountId, 'owner')
    },
  }
}

async function kept(deps: PhotoDeps, { accountId }: DataSubject): Promise<Photo[]> {
  const photos = accountId === undefined ? [] : await photosOf(deps, accountId)
  return photos.filter(({ state }) => state !== 'removed')
}

function toExport(deps: PhotoDeps, { _id, createdAt, source, store }: Photo): object {
  const name = fileName({ key: _id, size: 'large' })
  return {
    addedAt: createdAt,
    source,
    address: deps.link(photoPath(_id, 'large')),
    picture: new HeldFile(name, () => deps.stores[store].get(name)),
  }
}
