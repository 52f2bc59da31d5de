import { z } from 'zod'
import { addressForm } from '../accounts/index.ts'
import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { beginSession } from './begin-session.ts'
import type { SignInDeps } from './deps.ts'

const query = z.object({ return: z.string().optional() })

/** A link by mail, as a way back in for who lost their provider. Works for proven addresses, once, for a short while. */
export function mailLinkRoutes(deps: SignInDeps): Routes {
  const routes = createRoutes()

  routes.get('/sign-in/mail', { for: 'visitor', query }, (visit) =>
    askPage(visit, freshForm('/sign-in/mail', { email: '' })),
  )

  routes.post(
    '/sign-in/mail',
    { for: 'visitor', form: addressForm, limit: 'mail', again: (visit, form) => Promise.resolve(askPage(visit, form)) },
    async (visit) => {
      await deps.accounts.mailSignInLink(visit.form.email)
      const head = { title: visit.formats.t('sign-in:mailed.title'), robots: 'noindex' as const }
      // The same words whether there is such an account or not.
      return page('sign-in/mailed', { view: {}, head })
    },
  )

  // A mail scanner that opens the link spends nothing: the page asks, its button signs in.
  routes.get('/sign-in/mail/:token', { for: 'visitor', opensSession: true }, (visit) => {
    const action = `/sign-in/mail/${visit.params['token'] ?? ''}`
    const head = { title: visit.formats.t('sign-in:mailLink.title'), robots: 'noindex' as const }
    return page('sign-in/mail-link', { view: {}, head, form: freshForm(action) })
  })

  routes.post(
    '/sign-in/mail/:token',
    { for: 'visitor', opensSession: true, form: z.strictObject({}), limit: 'signIn' },
    async (visit) => {
      const account = await deps.accounts.spendSignInLink(visit.params['token'] ?? '')
      return redirect(await beginSession(deps, visit, { accountId: account._id }))
    },
  )

  return routes
}

function askPage(visit: Visit<undefined, unknown>, form: FormState): Answer {
  return page('sign-in/mail', {
    view: {},
    head: { title: visit.formats.t('sign-in:mail.title'), robots: 'noindex' },
    form,
  })
}
