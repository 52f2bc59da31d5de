import { createRoutes, freshForm, movedTo, page, type Routes, type Visit } from '../http/index.ts'
import { newId } from '../kernel/index.ts'
import { categoryPath } from './addresses.ts'
import type { ForumDeps } from './deps.ts'
import { listQuery, topicQuery, type ListQuery } from './forum.forms.ts'
import { showCategory } from './queries/show-category.ts'
import { showHome } from './queries/show-home.ts'
import { showTopic } from './queries/show-topic.ts'
import { categoriesStamp, categoryStamp, latestStamp, peopleStamp, topicStamp } from './stamp-names.ts'
import { neighbours, topicPage } from './topic-page.ts'

type Params = Readonly<Record<string, string>>

/** Reading the forum: home, categories, topics. */
export function readingRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  addLists(routes, deps)
  addTopics(routes, deps)
  return routes
}

const part = (params: Params, name: string): string => params[name] ?? ''

function addLists(routes: Routes, deps: ForumDeps): void {
  routes.get(
    '/',
    { for: 'visitor', query: listQuery, stamps: () => [latestStamp, categoriesStamp, peopleStamp] },
    async (visit) => {
      const view = await showHome(deps, visit.actor, visit.query)
      const { t } = visit.formats
      const head = {
        title: t('forum:home.title'),
        canonical: '/',
        section: 'topics' as const,
        description: t('forum:home.lead'),
        feed: '/feeds/latest.atom',
        ...robotsOf(visit.query),
      }
      return page('forum/home', { view, head: { ...head, ...neighbours(deps, view.links) } })
    },
  )

  routes.get(
    '/c/:category',
    {
      for: 'visitor',
      query: listQuery,
      stamps: (params) => [categoryStamp(part(params, 'category')), categoriesStamp, peopleStamp],
    },
    async (visit) => {
      const slug = part(visit.params, 'category')
      const view = await showCategory(deps, visit.actor, { slug, query: visit.query })
      const { name: title, description } = view.category
      const path = categoryPath({ slug })
      const head = { title, description, canonical: path, section: 'topics' as const, feed: `${path}/feed.atom` }
      return page('forum/category', {
        view,
        head: { ...head, ...robotsOf(visit.query), ...neighbours(deps, view.links) },
      })
    },
  )
}

/** What a page of a list shows moves on; search engines are to keep the first. */
function robotsOf({ after, before, status }: ListQuery): { robots?: 'noindex' } {
  return after === undefined && before === undefined && status === undefined ? {} : { robots: 'noindex' }
}

/** What tells a second sending from a second post. A guest signs in first and gets it then: their page stays the same for all. */
function marksOf(deps: ForumDeps, visit: Visit<undefined, unknown>): Record<string, string> {
  if (visit.me === undefined) return {}
  return { submission: newId(), opened: deps.clock().getTime().toString(36) }
}

function addTopics(routes: Routes, deps: ForumDeps): void {
  routes.get(
    '/t/:id/:slug',
    {
      for: 'visitor',
      query: topicQuery,
      stamps: (params) => [topicStamp(part(params, 'id')), categoriesStamp, peopleStamp],
    },
    async (visit) => {
      const { id, slug } = { id: part(visit.params, 'id'), slug: part(visit.params, 'slug') }
      return topicPage(deps, visit, {
        id,
        slug,
        form: freshForm(`/t/${id}/posts`, marksOf(deps, visit)),
      })
    },
  )
  routes.get('/t/:id', { for: 'visitor', query: topicQuery }, async (visit) => {
    const { path } = await showTopic(deps, visit.actor, { id: part(visit.params, 'id'), query: {} })
    return movedTo(path)
  })
}
