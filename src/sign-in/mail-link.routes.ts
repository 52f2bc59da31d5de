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
import { beginSession, sessionOf } from './begin-session.ts'
import type { SignInDeps } from './deps.ts'
import { returnPath, tripQuery } from './return-address.ts'

const query = z.object({ return: z.string().optional() })
const comeInForm = z.strictObject({ keep: z.literal('on', 'rules:form.notUsable').optional() })

type AnyVisit = Visit<unknown, z.output<typeof query>>

/** A link by mail, as a way back in for who lost their provider. Works for proven addresses, once, for a short while. */
export function mailLinkRoutes(deps: SignInDeps): Routes {
  const routes = createRoutes()

  routes.get('/sign-in/mail', { for: 'visitor', query }, (visit) =>
    askPage(visit, freshForm(withReturn('/sign-in/mail', visit), { email: '' })),
  )

  routes.post(
    '/sign-in/mail',
    {
      for: 'visitor',
      form: addressForm,
      query,
      limit: 'mail',
      again: (visit, form) => Promise.resolve(askPage(visit, form)),
    },
    async (visit) => {
      await deps.accounts.mailSignInLink(visit.form.email, (token) => withReturn(`/sign-in/mail/${token}`, visit))
      const head = { title: visit.formats.t('sign-in:mailed.title'), robots: 'noindex' as const }
      // The same words whether there is such an account or not.
      return page('sign-in/mailed', { view: {}, head })
    },
  )

  // A mail scanner that opens the link spends nothing: the page asks, its button signs in.
  routes.get('/sign-in/mail/:token', { for: 'visitor', opensSession: true, query }, (visit) => {
    const action = withReturn(`/sign-in/mail/${tokenOf(visit)}`, visit)
    const head = { title: visit.formats.t('sign-in:mailLink.title'), robots: 'noindex' as const }
    return page('sign-in/mail-link', { view: deps.lifetimes, head, form: freshForm(action) })
  })

  routes.post(
    '/sign-in/mail/:token',
    { for: 'visitor', opensSession: true, form: comeInForm, query, limit: 'signIn' },
    async (visit) => {
      const account = await deps.accounts.spendSignInLink(tokenOf(visit))
      if (!account) return overPage(deps, visit)
      const { values } = sessionOf(visit)
      values.asksToStay = visit.form.keep === 'on'
      values.returnTo = returnPath(visit.query.return)
      return redirect(await beginSession(deps, visit, { accountId: account._id }))
    },
  )

  return routes
}

function tokenOf({ params }: AnyVisit): string {
  return params['token'] ?? ''
}

/** The path with where to come back to, also in the mail: the link may be opened in another browser. */
function withReturn(path: string, { query }: AnyVisit): string {
  return path + tripQuery({ back: returnPath(query.return), stays: false })
}

function overPage({ link }: SignInDeps, visit: AnyVisit): Answer {
  const head = { title: visit.formats.t('sign-in:linkOver.title'), robots: 'noindex' as const }
  const view = { againAddress: link(withReturn('/sign-in/mail', visit)), signInAddress: link('/sign-in') }
  return page('sign-in/link-over', { view, head, status: 410 })
}

function askPage(visit: AnyVisit, form: FormState): Answer {
  return page('sign-in/mail', {
    view: {},
    head: { title: visit.formats.t('sign-in:mail.title'), robots: 'noindex' },
    form,
  })
}
