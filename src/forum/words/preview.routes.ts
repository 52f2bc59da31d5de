import { createRoutes, freshForm, page, type Routes } from '../../http/index.ts'
import type { ForumDeps } from '../deps.ts'
import { previewWords } from './queries/preview.ts'
import { previewForm } from './words.forms.ts'

/** A text before it is posted. A script asks for JSON; without one it is a page, with all that was typed in a form. */
export function previewRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()

  routes.post('/preview', { for: 'visitor', form: previewForm, limit: 'preview' }, async (visit) => {
    const { for: action, ...fields } = visit.form
    const { t } = visit.formats
    const { text, categoryId } = fields
    const html = await previewWords(deps, visit.actor, { text, action, categoryId, nobody: t('forum:nobody') })
    const values = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >
    const { title } = values
    const hidden = Object.entries(values).flatMap(([name, value]) => (shown.has(name) ? [] : [{ name, value }]))
    const view = { html, hasTitle: title !== undefined, hidden, isGuest: visit.actor.kind === 'visitor' }
    const head = { title: t('words:preview.title'), robots: 'noindex' as const, section: 'topics' as const }
    return page('forum/preview', { view, head, form: freshForm(action, values) })
  })

  return routes
}

/** Fields that can be changed on the page; the others are carried along. */
const shown = new Set(['text', 'title'])
