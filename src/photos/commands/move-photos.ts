import { isDuplicateKey } from '../../database/index.ts'
import type { FileStore } from '../../files/index.ts'
import { fileNames } from '../addresses.ts'
import type { PhotoDeps } from '../deps.ts'
import type { Photo } from '../photo.model.ts'
import type { StoreKind } from '../photos.words.ts'
import { clearStrays } from './clear-strays.ts'

/** What a move did. */
export interface Moved {
  moved: number
  /** Photos whose files are not where they should be; they are left as they are. */
  missing: number
  /** Photos that somebody else was moving at the same moment. */
  skipped: number
}

/**
 * Moves all photos to a store, one by one: copies the files, switches the row, deletes the old files. A photo is served
 * at any moment; cut off and begun again it goes on where it was.
 */
export async function movePhotos(deps: PhotoDeps, to: StoreKind): Promise<Moved> {
  const done: Moved = { moved: 0, missing: 0, skipped: 0 }
  const waiting = deps.photos.find({ store: { $ne: to }, state: { $ne: 'removed' } })
  for await (const photo of waiting.lean<Photo>().cursor()) done[await movePhoto(deps, photo, to)] += 1
  const others = Object.values(deps.stores).filter(({ kind }) => kind !== to)
  for (const store of others) await clearStrays(deps, store, { before: new Date(0), movedTo: to })
  return done
}

async function movePhoto(deps: PhotoDeps, photo: Photo, to: StoreKind): Promise<keyof Moved> {
  const source = deps.stores[photo.store]
  const target = deps.stores[to]
  const copy = await copyFiles(photo._id, source, target)
  if (copy === 'copied' && (await switchStore(deps, photo, to))) {
    for (const name of fileNames(photo._id)) await source.remove(name)
    return 'moved'
  }
  const now = await deps.photos
    .findOne({ _id: photo._id, state: { $ne: 'removed' } }, { store: 1 })
    .lean<Pick<Photo, 'store'>>()
  // Removed meanwhile: then no copy may stay. Where the photo is still there, somebody else may need what was copied.
  if (!now) for (const name of fileNames(photo._id)) await target.remove(name)
  return copy === 'missing' && now?.store === photo.store ? 'missing' : 'skipped'
}

async function copyFiles(key: string, source: FileStore, target: FileStore): Promise<'copied' | 'missing' | 'taken'> {
  for (const name of fileNames(key)) {
    const bytes = await source.get(name)
    if (!bytes) return 'missing'
    if (!(await isWritten(target.put(name, bytes)))) return 'taken'
  }
  return 'copied'
}

async function switchStore({ photos }: PhotoDeps, { _id, store }: Photo, to: StoreKind): Promise<boolean> {
  const { modifiedCount } = await photos.updateOne({ _id, store, state: { $ne: 'removed' } }, { $set: { store: to } })
  return modifiedCount === 1
}

/** Two who write the same file to GridFS at once meet its unique index. */
async function isWritten(work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
