import { Invalid, Unavailable } from '../../kernel/index.ts'
import { NotFetched } from '../fetching/fetch-picture.ts'
import type { PhotoDeps } from '../deps.ts'
import { addPhoto } from './add-photo.ts'

/**
 * Fetches the photo that a provider named and makes it the account's own: readers' browsers never ask the provider.
 * Only for a person who chose so. A photo that can't be had costs nothing but the photo: gives whether it was kept.
 */
export async function keepFromProvider(
  deps: PhotoDeps,
  { accountId, url }: { accountId: string; url: string },
): Promise<boolean> {
  try {
    const bytes = await deps.fetchPicture(url)
    await addPhoto(deps, { accountId, bytes, crop: 'middle', source: 'provider' })
    return true
  } catch (error) {
    const why = reasonOf(error)
    if (why === undefined) throw error
    deps.log.info({ why }, 'photo of a provider not kept')
    return false
  }
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof NotFetched) return error.fault
  if (error instanceof Invalid) return error.fields['photo']
  return error instanceof Unavailable ? 'busy' : undefined
}
