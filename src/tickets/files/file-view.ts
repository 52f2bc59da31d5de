const shownPictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

/** Whether a page may show a file of this type; everything else is saved. */
export function judgesAsPicture(type: string): boolean {
  return shownPictures.has(type)
}
