import { createRoutes, page, redirect, type Routes } from '../../http/index.ts'
import type { ForumDeps } from '../deps.ts'
import { removeVersion } from './commands/remove-version.ts'
import { showHistory } from './queries/show-history.ts'
import { historyQuery, nothingForm } from './words.forms.ts'

/** What a post said before it was changed. */
export function historyRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()

  routes.get('/posts/:id/history', { for: 'member', query: historyQuery }, async (visit) => {
    const postId = visit.params['id'] ?? ''
    const view = await showHistory(deps, visit.actor, { postId, after: visit.query.after })
    const head = {
      title: visit.formats.t('words:history.title'),
      robots: 'noindex' as const,
      section: 'topics' as const,
    }
    return page('forum/history', { view, head })
  })

  routes.post('/posts/:id/history/:version/removal', { for: 'member', form: nothingForm }, async (visit) => {
    const { id: postId = '', version: versionId = '' } = visit.params
    await removeVersion(deps, visit.actor, { postId, versionId })
    return redirect(`/posts/${postId}/history`, { kind: 'done', key: 'words:flash.versionRemoved' })
  })

  return routes
}
