import { Gone, NotFound } from '../../kernel/index.ts'
import { fileName, parseFileName } from '../addresses.ts'
import type { PhotoDeps } from '../deps.ts'
import type { Photo } from '../photo.model.ts'
import type { RemovedPhoto } from '../removed-photo.model.ts'
import { tombstoneId } from '../tombstone.ts'

/** The bytes of a photo that everybody may see, by its file's name; undefined where there is none. */
export async function findFile(deps: PhotoDeps, name: string): Promise<Buffer | undefined> {
  const file = parseFileName(name)
  if (!file) return undefined
  const found = await read(deps, fileName(file), file.key)
  // Moved to the other store between the two reads: once more.
  return found === 'missing' ? asBytes(await read(deps, fileName(file), file.key)) : asBytes(found)
}

async function read(deps: PhotoDeps, name: string, key: string): Promise<Buffer | 'missing' | undefined> {
  const photo = await deps.photos.findById(key, { state: 1, store: 1 }).lean<Pick<Photo, 'state' | 'store'>>()
  if (photo?.state !== 'stored') return undefined
  return (await deps.stores[photo.store].get(name)) ?? 'missing'
}

function asBytes(found: Buffer | 'missing' | undefined): Buffer | undefined {
  return found === 'missing' ? undefined : found
}

/** Says why no photo is at an address: throws Gone where one was removed, else NotFound. */
export async function explainMissing(deps: PhotoDeps, name: string): Promise<never> {
  const key = parseFileName(name)?.key
  const tombstone = key === undefined ? null : await deps.removedPhotos.findById(tombstoneId(key)).lean<RemovedPhoto>()
  if (tombstone) throw new Gone(tombstone.removedAt)
  throw new NotFound('no such photo')
}
