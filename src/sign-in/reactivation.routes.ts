import { z } from 'zod'
import { createRoutes, freshForm, page, redirect, type Routes } from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import { beginSession, sessionOf } from './begin-session.ts'
import type { SignInDeps } from './deps.ts'
import { cameBy, pendingOf } from './pending.ts'

/** Coming back to an account that its person closed a short while ago: signing in asks, a button opens it again. */
export function reactivationRoutes(deps: SignInDeps): Routes {
  const routes = createRoutes()

  routes.get('/me/reactivation', { for: 'visitor', opensSession: true }, (visit) => {
    if (visit.session?.values.pending === undefined) return redirect('/sign-in')
    const head = { title: visit.formats.t('sign-in:reactivation.title'), robots: 'noindex' as const }
    return page('sign-in/reactivation', {
      view: { cancelAddress: deps.link('/') },
      head,
      form: freshForm('/me/reactivation'),
    })
  })

  routes.post('/me/reactivation', { for: 'visitor', opensSession: true, form: z.strictObject({}) }, async (visit) => {
    const pending = pendingOf(sessionOf(visit))
    const account = await deps.accounts.withIdentity(pending.identity)
    if (!account || !(await deps.comeBack(account._id))) throw new NotFound('too late')
    const back = await beginSession(deps, visit, { accountId: account._id, by: cameBy(pending) })
    return redirect(back, { kind: 'done', key: 'sign-in:flash.cameBack' })
  })

  return routes
}
