import { xml } from '../../content/index.ts'
export { atomFeed as feedXml, type Feed } from '../../content/index.ts'
import type { Place } from './places.ts'
import type { Sitemap } from './queries/show-sitemap.ts'

const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** A sitemap, or the list of its parts, as https://www.sitemaps.org/protocol.html describes them. */
export function sitemapXml({ kind, places }: Sitemap): string {
  const [outer, inner] = kind === 'all' ? ['urlset', 'url'] : ['sitemapindex', 'sitemap']
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<${outer} ${namespace}>`,
    ...places.map((place) => `<${inner}>${placeXml(place)}</${inner}>`),
    `</${outer}>`,
    '',
  ].join('\n')
}

function placeXml({ address, changedAt }: Place): string {
  return `<loc>${xml(address)}</loc>${changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''}`
}
