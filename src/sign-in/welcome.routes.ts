import { isOldEnough, welcomeForm, type WelcomeFields } from '../accounts/index.ts'
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
import { cameBy, pendingOf } from './pending.ts'

/**
 * The greeting at the first sign-in: what the provider gave, what of it is kept, the age question, terms and privacy.
 * Nothing is stored about the person before this form is taken.
 */
export function welcomeRoutes(deps: SignInDeps): Routes {
  const routes = createRoutes()

  routes.get('/welcome', { for: 'visitor', opensSession: true }, (visit) => {
    if (visit.session?.values.isRefused) return refusedPage(visit)
    // Reached by going back, or by a link: there is nothing to greet.
    if (visit.session?.values.pending === undefined) return redirect('/sign-in')
    return welcomePage(deps, visit)
  })

  routes.post(
    '/welcome',
    {
      for: 'visitor',
      opensSession: true,
      form: welcomeForm,
      again: (visit, form) => welcomePage(deps, visit, form),
    },
    async (visit) => {
      const session = sessionOf(visit)
      if (session.values.isRefused) return refusedPage(visit)
      const pending = pendingOf(session)
      const { bornYear: year, bornMonth: month } = visit.form
      if (!isOldEnough({ year, month }, deps.clock())) {
        delete session.values.pending
        session.values.isRefused = true
        await session.save()
        return refusedPage(visit)
      }
      const account = await deps.accounts.open(pending.identity, await choicesOf(deps, visit))
      const { photoUrl } = pending.identity
      if (visit.form.keepPhoto && photoUrl !== undefined) await deps.keepPhoto(account._id, photoUrl)
      const back = await beginSession(deps, visit, { accountId: account._id, by: cameBy(pending) })
      return redirect(back, { kind: 'done', key: 'sign-in:flash.welcome', params: { name: account.name } })
    },
  )

  return routes
}

async function choicesOf(
  { policy }: SignInDeps,
  visit: Visit<WelcomeFields>,
): Promise<Parameters<SignInDeps['accounts']['open']>[1]> {
  const { name, handle, keepEmail } = visit.form
  return {
    name,
    handle,
    keepEmail: keepEmail === 'on',
    locale: visit.formats.locale,
    accepted: { terms: (await policy('terms')).version, privacy: (await policy('privacy')).version },
  }
}

async function welcomePage(deps: SignInDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const { providers, policy, link } = deps
  const { identity } = pendingOf(visit.session)
  const view = {
    provider: providers.find(({ id }) => id === identity.provider)?.label ?? identity.provider,
    ...(identity.email === undefined ? {} : { email: identity.email, emailVerified: identity.emailVerified }),
    hasPhoto: identity.photoUrl !== undefined,
    terms: await policy('terms'),
    privacy: await policy('privacy'),
    cancelAddress: link('/'),
  }
  // As long as a name may be: a longer one is no fault of theirs.
  const name = (identity.name ?? '').trim().slice(0, 80)
  const values = async (): Promise<Record<string, string>> => ({
    name,
    handle: await deps.accounts.suggestHandle(name),
    ...(identity.emailVerified ? { keepEmail: 'on' } : {}),
  })
  const head = { title: visit.formats.t('sign-in:welcome.title'), robots: 'noindex' as const }
  return page('sign-in/welcome', { view, head, form: form ?? freshForm('/welcome', await values()) })
}

function refusedPage(visit: Visit<unknown, unknown>): Answer {
  const head = { title: visit.formats.t('sign-in:refused.title'), robots: 'noindex' as const }
  return page('sign-in/refused', { view: {}, head, status: 403 })
}
