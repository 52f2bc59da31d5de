import type { PublicTestimonials, WallKey } from './read.ts'

/** How many are read at once, and how many are named at most: search engines read no more in one part. */
const atOnce = 500
const most = 50_000

/** The wall and every page behind it, where there is anything to see. */
export async function placesOf(
  shown: Pick<PublicTestimonials, 'list'>,
  fullAddress: (path: string) => string,
): Promise<{ address: string; changedAt?: Date }[]> {
  const places: { address: string; changedAt?: Date }[] = []
  let after: WallKey | undefined
  do {
    const { items, next } = await shown.list('site', { size: atOnce, ...(after ? { after } : {}) })
    for (const { id, publishedAt } of items)
      places.push({ address: fullAddress(`/testimonials/${id}`), changedAt: publishedAt })
    after = next
  } while (after && places.length < most)
  return places.length === 0 ? [] : [{ address: fullAddress('/testimonials') }, ...places]
}
