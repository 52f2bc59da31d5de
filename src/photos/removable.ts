import { createHash } from 'node:crypto'
import { isSelf, type Fingerprint, type FoundThing, type Removable, type Remains } from '../kernel/index.ts'
import { fileName, fileNames, keyIn, parseFileName, photoPath } from './addresses.ts'
import { hidePhoto, restorePhoto } from './commands/hide-photo.ts'
import { removePhoto } from './commands/remove-photo.ts'
import type { PhotoDeps } from './deps.ts'
import type { Photo } from './photo.model.ts'
import { keysOf } from './queries/find-photos.ts'

/** Photos as things that can be removed on somebody's request. Their id is the key in their addresses. */
export function removablePhotos(deps: PhotoDeps): Removable {
  return {
    kind: 'photo',
    async find(addressOrId) {
      const key = keyIn(addressOrId)
      const photo = key === undefined ? null : await deps.photos.findOne({ _id: key, ...notRemoved }).lean<Photo>()
      return photo ? toFound(deps, photo) : undefined
    },
    async isSeenBy(actor, key) {
      const photo = await deps.photos.findOne({ _id: key, ...notRemoved }).lean<Photo>()
      return photo?.state === 'stored' || (photo !== null && isSelf(actor, photo.accountId))
    },
    idsOf: async ({ accountId }) => (accountId === undefined ? [] : keysOf(deps, accountId)),
    hide: (key) => hidePhoto(deps, key, 'request'),
    restore: (key) => restorePhoto(deps, key, 'request'),
    erase: (key) => removePhoto(deps, key, 'request'),
    fingerprints: (key) => fingerprintsOf(deps, key),
    whatIsLeft: (fingerprints) => whatIsLeft(deps, fingerprints),
  }
}

const notRemoved = { state: { $ne: 'removed' } } as const

async function toFound(deps: PhotoDeps, { _id, accountId, createdAt, state, store }: Photo): Promise<FoundThing> {
  const bytes = await deps.stores[store].get(fileName({ key: _id, size: 'medium' }))
  return {
    kind: 'photo',
    id: _id,
    accountId,
    address: deps.link(photoPath(_id, 'large')),
    writtenAt: createdAt,
    isHidden: state === 'hidden',
    preview: { kind: 'picture', type: 'image/webp', bytes: bytes ?? Buffer.alloc(0) },
  }
}

/** The key, and each size's bytes: a copy under another name is found as well. */
async function fingerprintsOf({ stores }: PhotoDeps, key: string): Promise<Fingerprint[]> {
  const found: Fingerprint[] = [{ kind: 'name', value: key }]
  for (const store of Object.values(stores)) {
    for (const name of fileNames(key)) {
      const bytes = await store.get(name)
      if (bytes) found.push({ kind: 'file', value: hashOf(bytes) })
    }
  }
  return found
}

async function whatIsLeft({ photos, stores }: PhotoDeps, fingerprints: readonly Fingerprint[]): Promise<Remains> {
  const keys = new Set(fingerprints.filter(({ kind }) => kind === 'name').map(({ value }) => value))
  const hashes = new Set(fingerprints.filter(({ kind }) => kind === 'file').map(({ value }) => value))
  const rows = await photos.find({ _id: { $in: [...keys] } }, { _id: 1 }).lean<{ _id: string }[]>()
  const looked = [{ place: 'photos', things: await photos.estimatedDocumentCount() }]
  const left = rows.map(({ _id: id }) => ({ place: 'photos', id }))
  for (const store of Object.values(stores)) {
    let things = 0
    for await (const { name, key } of store.list()) {
      things += 1
      const bytes = key === undefined ? undefined : await store.get(name)
      if (isOf(name, keys) || (bytes && hashes.has(hashOf(bytes)))) left.push({ place: store.kind, id: name })
    }
    looked.push({ place: store.kind, things })
  }
  return { looked, left }
}

/** Also the beginning of a file that never became whole. */
function isOf(name: string, keys: ReadonlySet<string>): boolean {
  const key = parseFileName(name.replace(/\.[\da-f-]{36}\.part$/, ''))?.key
  return key !== undefined && keys.has(key)
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
