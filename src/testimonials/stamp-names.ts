/** Version stamp of every list of testimonials: wall, feed, widget data, sitemap. */
export const wallStamp = 'testimonials'

/** Version stamp of what shows one testimonial: its page, photo and share image. */
export function itemStamp(id: string): string {
  return `testimonial:${id}`
}
