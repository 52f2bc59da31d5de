import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../../http/index.ts'
import { postPath, topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import { nothingForm } from '../forum.forms.ts'
import { markAllRead } from './commands/remember-reading.ts'
import { markOutdated, setSolution } from './commands/set-solution.ts'
import { setVote } from './commands/set-vote.ts'
import { outdatedForm, solveForm, voteForm } from './marks.forms.ts'
import { showOutdated } from './queries/show-outdated.ts'

/** What people mark: votes, solutions, what they have read. */
export function marksRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  const idOf = (visit: Visit<unknown, unknown>): string => visit.params['id'] ?? ''

  routes.post('/posts/:id/vote', { for: 'member', form: voteForm }, async (visit) => {
    const isGiven = visit.form.wish === 'give'
    const { topic, post } = await setVote(deps, visit.actor, { postId: idOf(visit), isGiven })
    return redirect(post.isOpening ? topicPath(topic) : postPath(topic, post._id))
  })

  routes.post('/posts/:id/solution', { for: 'member', form: solveForm }, async (visit) => {
    const isGiven = visit.form.wish === 'give'
    const { topic, post } = await setSolution(deps, visit.actor, { postId: idOf(visit), isGiven })
    const key = isGiven ? 'marks:flash.accepted' : 'marks:flash.notAccepted'
    return redirect(isGiven ? topicPath(topic) : postPath(topic, post._id), { kind: 'done', key })
  })

  routes.get('/topics/:id/outdated', { for: 'member' }, (visit) => outdatedPage(deps, visit))

  routes.post(
    '/topics/:id/outdated',
    { for: 'member', form: outdatedForm, again: (visit, form) => outdatedPage(deps, visit, form) },
    async (visit) => {
      const { since } = visit.form
      const day = since === '' ? {} : { since: new Date(since) }
      const { topic } = await markOutdated(deps, visit.actor, { topicId: idOf(visit), ...day })
      const key = since === '' ? 'marks:flash.holds' : 'marks:flash.outdated'
      return redirect(topicPath(topic), { kind: 'done', key })
    },
  )

  routes.post('/me/read', { for: 'member', form: nothingForm }, async (visit) => {
    await markAllRead(deps, visit.actor)
    return redirect('/', { kind: 'done', key: 'marks:flash.allRead' })
  })

  return routes
}

async function outdatedPage(deps: ForumDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const id = visit.params['id'] ?? ''
  const view = await showOutdated(deps, visit.actor, id)
  const head = {
    title: visit.formats.t('marks:outdated.title'),
    robots: 'noindex' as const,
    section: 'topics' as const,
  }
  return page('forum/outdated', { view, head, form: form ?? freshForm(`/topics/${id}/outdated`, { since: view.day }) })
}
