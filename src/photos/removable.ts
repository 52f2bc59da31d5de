import { fileNames, keyIn, photoPath } from './addresses.ts'
import { hidePhoto, restorePhoto } from './commands/hide-photo.ts'
import { removePhoto } from './commands/remove-photo.ts'
import type { PhotoDeps } from './deps.ts'
import type { Photo } from './photo.model.ts'
import type { RemovalGround } from './photos.words.ts'

/** A photo as somebody who decides about it sees it. */
export interface FoundPhoto {
  key: string
  accountId: string
  /** Of its largest size. */
  address: string
  addedAt: Date
  isHidden: boolean
}

/** What can be done to one photo, by its key. Everything may be done twice; gone is gone. */
export interface RemovablePhotos {
  /** By an address of any size, whole or its path, or by the key. */
  find(address: string): Promise<FoundPhoto | undefined>
  /** By its bearer's account: what they show, or what was hidden of them. */
  findOf(accountId: string): Promise<FoundPhoto | undefined>
  /** Out of sight, to be restored. Tells whether anything changed. */
  hide(key: string): Promise<boolean>
  restore(key: string): Promise<boolean>
  /** Every size out of every store before it resolves; the address answers 410. */
  erase(key: string, ground?: RemovalGround): Promise<void>
  /** Places where something of the photo is left; none after it was erased. */
  leftovers(key: string): Promise<string[]>
}

/** Photos as things that can be removed on somebody's request. */
export function removablePhotos(deps: PhotoDeps): RemovablePhotos {
  const toFound = ({ _id, accountId, createdAt, state }: Photo): FoundPhoto => ({
    key: _id,
    accountId,
    address: deps.link(photoPath(_id, 'large')),
    addedAt: createdAt,
    isHidden: state === 'hidden',
  })
  return {
    async find(address) {
      const key = keyIn(address)
      const photo = key === undefined ? null : await deps.photos.findOne({ _id: key, ...notRemoved }).lean<Photo>()
      return photo ? toFound(photo) : undefined
    },
    async findOf(accountId) {
      const newest = deps.photos.findOne({ accountId, ...notRemoved }).sort({ createdAt: -1, _id: -1 })
      const photo = await newest.lean<Photo>()
      return photo ? toFound(photo) : undefined
    },
    hide: (key) => hidePhoto(deps, key, 'request'),
    restore: (key) => restorePhoto(deps, key, 'request'),
    erase: (key, ground = 'request') => removePhoto(deps, key, ground),
    leftovers: (key) => leftoversOf(deps, key),
  }
}

const notRemoved = { state: { $ne: 'removed' } } as const

async function leftoversOf({ photos, stores }: PhotoDeps, key: string): Promise<string[]> {
  const places = (await photos.exists({ _id: key })) ? ['photos'] : []
  for (const store of Object.values(stores)) {
    for (const name of fileNames(key)) if (await store.get(name)) places.push(`${store.kind}: ${name}`)
  }
  return places
}
