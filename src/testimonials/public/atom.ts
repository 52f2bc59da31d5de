import { escapeHtml } from '../../content/index.ts'
import type { PublicTestimonial } from './read.ts'

/** An Atom feed (RFC 4287) of testimonials, newest first. */
export function atomOf(
  items: readonly PublicTestimonial[],
  words: { title: string; nobody: string; fullAddress: (path: string) => string },
): string {
  const { title, nobody, fullAddress } = words
  const updated = (items[0]?.publishedAt ?? new Date(0)).toISOString()
  const entries = items.map((item) => {
    const address = fullAddress(`/testimonials/${item.id}`)
    const name = item.name ?? nobody
    return [
      '<entry>',
      `<id>${escapeHtml(address)}</id>`,
      `<title>${escapeHtml(name)}</title>`,
      `<link href="${escapeHtml(address)}"/>`,
      `<author><name>${escapeHtml(name)}</name></author>`,
      `<published>${item.publishedAt.toISOString()}</published>`,
      `<updated>${item.publishedAt.toISOString()}</updated>`,
      `<content type="text">${escapeHtml(item.text)}</content>`,
      '</entry>',
    ].join('\n')
  })
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeHtml(fullAddress('/testimonials'))}</id>`,
    `<title>${escapeHtml(title)}</title>`,
    `<link rel="self" href="${escapeHtml(fullAddress('/testimonials/feed.atom'))}"/>`,
    `<link href="${escapeHtml(fullAddress('/testimonials'))}"/>`,
    `<updated>${updated}</updated>`,
    ...entries,
    '</feed>',
  ].join('\n')
}
