import { createRoutes, page, redirect, type Routes, type Visit } from '../../http/index.ts'
import type { ForumDeps } from '../deps.ts'
import { answerSolved } from './commands/answer-solved.ts'
import { changeFollows } from './commands/follow-by-mail.ts'
import { addressFollowsForm, solvedForm } from './following.forms.ts'
import { showAddressFollows } from './queries/show-address-follows.ts'
import { showSolved, showWaiting } from './queries/show-solved.ts'

/** Pages that mails lead to. Opening one only shows it: programs that look for danger in mails open every link. */
export function mailedRoutes(deps: ForumDeps): Routes {
  const routes = createRoutes()
  const tokenOf = (visit: Visit<unknown, unknown>): string => visit.params['token'] ?? ''
  const head = (visit: Visit<unknown, unknown>, key: string): { title: string; robots: 'noindex' } => {
    return { title: visit.formats.t(key), robots: 'noindex' }
  }

  routes.get('/follows/:token', { for: 'visitor' }, async (visit) => {
    const view = await showAddressFollows(deps, tokenOf(visit))
    return page('following/address', { view, head: head(visit, 'following:address.title') })
  })

  routes.post('/follows/:token', { for: 'visitor', form: addressFollowsForm }, async (visit) => {
    const isKnown = await changeFollows(deps, tokenOf(visit), visit.form)
    if (isKnown) return redirect(`/follows/${tokenOf(visit)}`)
    return page('following/forgotten', { view: {}, head: head(visit, 'following:address.forgottenTitle') })
  })

  routes.get('/solved/:token', { for: 'visitor' }, async (visit) => {
    const view = await showSolved(deps, tokenOf(visit), false)
    return page('following/solved', { view, head: head(visit, 'following:solved.title') })
  })

  routes.post('/solved/:token', { for: 'visitor', form: solvedForm }, async (visit) => {
    const { answer = 'yes', postId } = visit.form
    await answerSolved(deps, tokenOf(visit), { answer, postId })
    const view = await showSolved(deps, tokenOf(visit), answer === 'yes' && postId === undefined)
    return page('following/solved', { view: { ...view, answer }, head: head(visit, 'following:solved.title') })
  })

  routes.get('/staff/waiting', { for: 'staff' }, async (visit) => {
    const view = await showWaiting(deps, visit.actor)
    return page('following/waiting', { view, head: { ...head(visit, 'following:waiting.title'), section: 'staff' } })
  })

  return routes
}
