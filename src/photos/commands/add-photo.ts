import { Invalid } from '../../kernel/index.ts'
import { fileName, photoSizes, sizeNames } from '../addresses.ts'
import type { PhotoDeps } from '../deps.ts'
import { refusals, type PhotoSource } from '../photos.words.ts'
import { photosOf } from '../queries/find-photos.ts'
import type { Crop } from '../studio/crop.ts'
import { removeFiles, removePhoto, removePhotosOf } from './remove-photo.ts'
import { showNewest } from './show-newest.ts'

export interface NewPhoto {
  accountId: string
  bytes: Buffer | undefined
  crop: Crop
  source: PhotoSource
}

/**
 * Makes a file the account's photo, in place of any before it. Files, row, account, and only then the old photo goes: cut
 * off at any point this leaves a whole photo shown, the old one or the new one, and at most something for the sweep.
 * Gives the new key. Throws Invalid with the reason in the field `photo`, Unavailable when too much waits.
 */
export async function addPhoto(deps: PhotoDeps, input: NewPhoto): Promise<string> {
  if (!input.bytes) throw new Invalid({ photo: refusals.missing })
  const sides = sizeNames.map((size) => photoSizes[size])
  const made = await deps.studio.make(input.bytes, { crop: input.crop, sides })
  const key = deps.randomToken(18)
  const store = deps.stores[deps.storeForNew]
  try {
    for (const [index, bytes] of made.entries()) {
      const size = sizeNames[index]
      if (size) await store.put(fileName({ key, size }), bytes)
    }
    await insert(deps, key, input)
  } catch (error) {
    await discard(deps, key)
    throw error
  }
  const shown = await showNewest(deps, input.accountId)
  // An account that left meanwhile shows nothing, and nothing of it may stay.
  if (shown === undefined) await removePhotosOf(deps, input.accountId, 'owner')
  else await removeOlder(deps, input.accountId)
  return key
}

/** The row first: it may have been written although its writing was reported as failed. What can't be done now, the sweep does. */
async function discard(deps: PhotoDeps, key: string): Promise<void> {
  try {
    await deps.photos.deleteOne({ _id: key })
    await removeFiles(deps, key)
  } catch (error) {
    deps.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'photo left for the sweep')
  }
}

/** The newest photo counts: it is newer than the one before it even where two clocks disagree. */
async function insert(deps: PhotoDeps, key: string, { accountId, source }: NewPhoto): Promise<void> {
  const [newest] = await photosOf(deps, accountId)
  const createdAt = new Date(Math.max(deps.clock().getTime(), newest ? newest.createdAt.getTime() + 1 : 0))
  await deps.photos.create({
    _id: key,
    accountId,
    state: 'stored',
    hiddenFor: [],
    store: deps.storeForNew,
    source,
    createdAt,
  })
}

async function removeOlder(deps: PhotoDeps, accountId: string): Promise<void> {
  const [, ...older] = await photosOf(deps, accountId)
  for (const { _id } of older) await removePhoto(deps, _id, 'replaced')
}
