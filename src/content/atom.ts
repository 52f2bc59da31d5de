import { escapeHtml } from './escape-html.ts'
import type { SafeHtml } from './safe-html.ts'

/** An Atom feed (RFC 4287). Every address is a whole one. */
export interface Feed {
  /** Its own lasting name. */
  id: string
  title: string
  /** Where the feed is. */
  self: string
  /** The page that shows the same. */
  page: string
  entries: readonly FeedEntry[]
  /** What was in it and is gone (RFC 6721): names of entries, nothing of what they said. */
  deleted?: readonly { id: string; at: Date }[]
}

export interface FeedEntry {
  id: string
  title: string
  address: string
  author: string
  publishedAt: Date
  updatedAt: Date
  content: { html: SafeHtml } | { text: string }
}

/** A feed as XML. Addresses in its HTML that are not whole start from the feed's page. */
export function atomFeed({ id, title, self, page, entries, deleted = [] }: Feed): string {
  const times = [...entries.map(({ updatedAt }) => updatedAt), ...deleted.map(({ at }) => at)]
  const updated = new Date(Math.max(0, ...times.map((time) => time.getTime())))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:base="${xml(page)}">`,
    `<id>${xml(id)}</id>`,
    `<title>${xml(title)}</title>`,
    `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(page)}"/>`,
    `<updated>${updated.toISOString()}</updated>`,
    ...entries.map(entryXml),
    ...deleted.map((gone) => `<at:deleted-entry ref="${xml(gone.id)}" when="${gone.at.toISOString()}"/>`),
    '</feed>',
    '',
  ].join('\n')
}

function entryXml({ id, title, address, author, publishedAt, updatedAt, content }: FeedEntry): string {
  return [
    '<entry>',
    `<id>${xml(id)}</id>`,
    `<title>${xml(title)}</title>`,
    `<link rel="alternate" type="text/html" href="${xml(address)}"/>`,
    `<author><name>${xml(author)}</name></author>`,
    `<published>${publishedAt.toISOString()}</published>`,
    `<updated>${updatedAt.toISOString()}</updated>`,
    'html' in content
      ? `<content type="html">${xml(content.html)}</content>`
      : `<content type="text">${xml(content.text)}</content>`,
    '</entry>',
  ].join('\n')
}

/** Text within XML, without what XML 1.0 has no place for. */
export function xml(text: string): string {
  return escapeHtml(text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''))
}
