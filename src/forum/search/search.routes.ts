import { body, createRoutes, page, type Answer, type Routes } from '../../http/index.ts'
import type { ForumDeps } from '../deps.ts'
import { searchQuery } from '../forum.forms.ts'
import { searchTopics } from './search-topics.ts'
import { similarTopics, suggestTopics } from './suggest-topics.ts'

/**
 * Searching. What people look for is theirs: it is neither stored nor logged, and the pages are kept by nobody on the
 * way.
 */
export function searchRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()

  routes.get('/search', { for: 'visitor', query: searchQuery, limit: 'search' }, async (visit) => {
    const { q: text, ...rest } = visit.query
    const view = await searchTopics(deps, visit.actor, { text, ...rest })
    const head = {
      title: visit.formats.t(view.isEmpty ? 'search:title' : 'search:titleFor', { query: text }),
      robots: 'noindex' as const,
      section: 'topics' as const,
    }
    return page('forum/search', { view, head })
  })

  routes.get('/search/suggest', { for: 'visitor', query: searchQuery, limit: 'search' }, async (visit) =>
    json({ topics: await suggestTopics(deps, visit.actor, visit.query.q) }),
  )

  routes.get('/topics/similar', { for: 'visitor', query: searchQuery, limit: 'search' }, async (visit) =>
    json({ topics: await similarTopics(deps, visit.actor, visit.query.q) }),
  )

  return routes
}

const json = (content: object): Answer => body('application/json; charset=utf-8', JSON.stringify(content))
