import { z } from 'zod'
import type { Accounts } from '../accounts/index.ts'
import { NotFound, Unavailable, type MessageKey } from '../kernel/index.ts'
import { createRoutes, goTo, page, redirect, type Answer, type Logger, type Routes, type Visit } from '../http/index.ts'
import type { Authentication, Outcome } from './authenticate.ts'
import type { SignInProvider } from './providers.ts'
import { returnPath, signInQuery } from './return-address.ts'

interface Deps {
  accounts: Accounts
  authentication: Authentication
  providers: readonly SignInProvider[]
  mountPath: string
  log: Logger
}

/** Choosing a provider, the trip there and back, and signing out. */
export function signInRoutes(deps: Deps): Routes {
  const routes = createRoutes()

  routes.get('/sign-in', { for: 'visitor', query: signInQuery }, (visit) => {
    const back = returnPath(visit.query.return)
    return visit.actor.kind === 'member' ? goTo(back) : choosePage(deps, visit, back)
  })

  // A GET link and not a form: browsers hold a form's redirects to `form-action`, and an issuer may redirect on and on.
  routes.get(
    '/sign-in/:provider',
    { for: 'visitor', query: signInQuery, opensSession: true, limit: 'signIn' },
    async (visit) => {
      const provider = providerOf(deps, visit)
      const session = sessionOf(visit)
      session.values.returnTo = returnPath(visit.query.return)
      return conclude(deps, { visit, provider, outcome: await deps.authentication.step(provider, session.carrier) })
    },
  )

  routes.get('/sign-in/:provider/callback', { for: 'visitor', opensSession: true, limit: 'signIn' }, async (visit) => {
    const provider = providerOf(deps, visit)
    const outcome = await deps.authentication.step(provider, sessionOf(visit).carrier)
    return conclude(deps, { visit, provider, outcome })
  })

  routes.get('/sign-out', { for: 'visitor' }, (visit) => {
    const title = visit.formats.t('sign-in:signedOut.title')
    return page('sign-in/signed-out', {
      view: { isSignedIn: visit.me !== undefined },
      head: { title, robots: 'noindex' },
    })
  })

  routes.post('/sign-out', { for: 'visitor', form: z.strictObject({}) }, async (visit) => {
    await visit.session?.end()
    return redirect('/sign-out')
  })

  return routes
}

type AnyVisit = Visit<undefined, unknown>

function choosePage({ providers, mountPath }: Deps, visit: AnyVisit, back: string): Answer {
  const query = back === '/' ? '' : `?return=${encodeURIComponent(back)}`
  const view = {
    providers: providers.map(({ id, label, kind }) => ({ label, kind, address: `${mountPath}/sign-in/${id}${query}` })),
  }
  return page('sign-in/choose', { view, head: { title: visit.formats.t('sign-in:choose.title'), robots: 'noindex' } })
}

async function conclude(
  deps: Deps,
  { visit, provider, outcome }: { visit: AnyVisit; provider: SignInProvider; outcome: Outcome },
): Promise<Answer> {
  switch (outcome.kind) {
    case 'go':
      return goTo(outcome.to)
    case 'refused':
      return failedPage(deps, visit, { provider, messageKey: 'sign-in:failed.refused' })
    case 'lost':
      return failedPage(deps, visit, { provider, messageKey: 'sign-in:failed.lost' })
    case 'down':
      deps.log.warn({ id: visit.id, provider: provider.id, error: nameOf(outcome.cause) }, 'provider failed')
      return failedPage(deps, visit, { provider, messageKey: 'sign-in:failed.down', status: 503 })
    case 'proven': {
      const account = await deps.accounts.admit(outcome.identity)
      const session = sessionOf(visit)
      const back = session.values.returnTo ?? '/'
      // A new id: whoever knew the old one (session fixation) is left with nothing.
      await session.renew()
      session.values.accountId = account._id
      await session.save()
      return redirect(back)
    }
    default:
      return outcome satisfies never
  }
}

function failedPage(
  { mountPath }: Deps,
  visit: AnyVisit,
  { provider, messageKey, status = 400 }: { provider: SignInProvider; messageKey: MessageKey; status?: number },
): Answer {
  const back = visit.session?.values.returnTo ?? '/'
  const query = back === '/' ? '' : `?return=${encodeURIComponent(back)}`
  const view = { messageKey, retryAddress: `${mountPath}/sign-in/${provider.id}${query}` }
  const head = { title: visit.formats.t('sign-in:failed.title'), robots: 'noindex' as const }
  return page('sign-in/failed', { view, head, status })
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause
}

function providerOf({ providers }: Deps, visit: AnyVisit): SignInProvider {
  const provider = providers.find(({ id }) => id === visit.params['provider'])
  if (!provider) throw new NotFound('no such provider')
  return provider
}

function sessionOf(visit: AnyVisit): NonNullable<AnyVisit['session']> {
  if (!visit.session) throw new Unavailable()
  return visit.session
}
