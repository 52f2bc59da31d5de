import { body, createRoutes, type Answer, type Routes, type Visit } from '../../http/index.ts'
import { NotFound } from '../../kernel/index.ts'
import type { ForumDeps } from '../deps.ts'
import { statusQuery } from '../forum.forms.ts'
import { categoriesStamp, categoryStamp, latestStamp, peopleStamp, topicStamp } from '../stamp-names.ts'
import { categoryFeed, latestFeed, topicFeed, type FeedWords } from './queries/show-feed.ts'
import { showSitemap, showSitemapPart } from './queries/show-sitemap.ts'
import { feedXml, sitemapXml, type Feed } from './as-xml.ts'

type Params = Readonly<Record<string, string>>

/** What programs read: feeds, the sitemap, what crawlers are asked to leave alone. All of it as everybody may see it. */
export function machineRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  addFeeds(routes, deps)
  addSitemap(routes, deps)
  routes.get('/robots.txt', { for: 'visitor' }, () => body('text/plain; charset=utf-8', robotsText(deps)))
  return routes
}

function addFeeds(routes: Routes, deps: ForumDeps): void {
  const latest = { stamps: () => [latestStamp, categoriesStamp, peopleStamp] }
  const ofCategory = {
    stamps: ({ category = '' }: Params) => [categoryStamp(category), categoriesStamp, peopleStamp],
  }
  const ofTopic = { stamps: ({ id = '' }: Params) => [topicStamp(id), categoriesStamp, peopleStamp] }
  const common = { for: 'visitor', query: statusQuery } as const

  routes.get('/feeds/latest.atom', { ...common, ...latest }, async ({ formats, query: { status } }) =>
    feed(await latestFeed(deps, { words: wordsOf(formats), status })),
  )

  routes.get('/c/:category/feed.atom', { ...common, ...ofCategory }, async ({ formats, params, query: { status } }) =>
    feed(await categoryFeed(deps, params['category'] ?? '', { words: wordsOf(formats), status })),
  )

  routes.get('/t/:id/feed.atom', { for: 'visitor', ...ofTopic }, async ({ formats, params }) =>
    feed(await topicFeed(deps, params['id'] ?? '', wordsOf(formats))),
  )
}

function addSitemap(routes: Routes, deps: ForumDeps): void {
  const stamps = (): string[] => [latestStamp, categoriesStamp, ...deps.elsewhere.stamps]

  routes.get('/sitemap.xml', { for: 'visitor', stamps }, async () => map(sitemapXml(await showSitemap(deps))))

  routes.get('/sitemap/:file', { for: 'visitor', stamps }, async ({ params }) => {
    const name = /^([\w-]+)\.xml$/.exec(params['file'] ?? '')?.[1]
    if (name === undefined) throw new NotFound('no such part')
    return map(sitemapXml({ kind: 'all', places: await showSitemapPart(deps, name) }))
  })
}

const feed = (content: Feed): Answer => body('application/atom+xml; charset=utf-8', feedXml(content))
const map = (content: string): Answer => body('application/xml; charset=utf-8', content)

const wordsOf = ({ t }: Visit['formats']): FeedWords => ({ latest: t('forum:home.latest'), nobody: t('forum:nobody') })

/** Pages that are somebody's own, or the same in another order. In a host this file is the host's to serve. */
const notForCrawlers = ['/me', '/staff', '/sign-in', '/search', '/topics/', '/preview']

function robotsText({ link, fullAddress }: ForumDeps): string {
  const lines = notForCrawlers.map((path) => `Disallow: ${link(path)}`)
  return ['User-agent: *', ...lines, '', `Sitemap: ${fullAddress('/sitemap.xml')}`, ''].join('\n')
}
