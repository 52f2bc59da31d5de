import { createRoutes, page, type Routes } from '../http/index.ts'
import type { RemovalDeps } from './deps.ts'
import { showTransparency } from './queries/show-transparency.ts'
import { transparencyStamp } from './stamp-names.ts'

/** What everybody may know of requests: how many there were, and what came of them. */
export function transparencyRoutes(deps: RemovalDeps): Routes {
  const routes = createRoutes()
  routes.get('/transparency', { for: 'visitor', stamps: () => [transparencyStamp] }, async (visit) => {
    const { t } = visit.formats
    const head = {
      title: t('removals:transparency.title'),
      description: t('removals:transparency.lead'),
      canonical: '/transparency',
    }
    const view = { ...(await showTransparency(deps)), askAddress: deps.link('/removals/new') }
    return page('removals/transparency', { view, head })
  })
  return routes
}
