import { photoSizes, type PhotoSize } from '../accounts/index.ts'

export { photoPath, photoSizes, type PhotoSize } from '../accounts/index.ts'

/** One file of a photo. */
export interface PhotoFile {
  key: string
  size: PhotoSize
}

export const sizeNames = Object.keys(photoSizes) as PhotoSize[]

/** The file's name, in its address and in the stores. */
export function fileName({ key, size }: PhotoFile): string {
  return `${key}-${size}.webp`
}

/** All names of a photo's files. */
export function fileNames(key: string): string[] {
  return sizeNames.map((size) => fileName({ key, size }))
}

/** Reads a file's name; undefined when it isn't one. Nothing else may be looked for in a store. */
export function parseFileName(name: string): PhotoFile | undefined {
  const match = /^([\w-]{24})-([a-z]+)\.webp$/.exec(name)
  const size = sizeNames.find((known) => known === match?.[2])
  return match?.[1] !== undefined && size ? { key: match[1], size } : undefined
}

/** The key in a photo's address, whole or only its path, or the key itself; undefined when there is none. */
export function keyIn(address: string): string | undefined {
  if (/^[\w-]{24}$/.test(address)) return address
  return parseFileName(/\/photos\/([^/?#]+)(?:[?#].*)?$/.exec(address)?.[1] ?? '')?.key
}
