const longest = 30

/** The form in which handles are compared: small letters, compatibility forms folded. */
export function handleKey(handle: string): string {
  return handle.normalize('NFKC').toLowerCase()
}

/** A handle made of a name: letters, digits and `-`, two to thirty characters; `person` where nothing is left. */
export function handleFrom(name: string): string {
  const folded = name
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '')
  return folded.length >= 2 ? folded : 'person'
}

/** The handle with a number behind it, still within thirty characters. */
export function numberedHandle(handle: string, number: number): string {
  const tail = `-${number}`
  return handle.slice(0, longest - tail.length) + tail
}
