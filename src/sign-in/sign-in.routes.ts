import { z } from 'zod'
import {
  createRoutes,
  goTo,
  page,
  redirect,
  type Answer,
  type Routes,
  type Visit,
  type VisitSession,
} from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import { sessionOf } from './begin-session.ts'
import type { AwayProvider } from './authenticate.ts'
import { conclude } from './conclude.ts'
import type { AskHost } from './host/ask-host.ts'
import { hostStep } from './host/host.routes.ts'
import { logoutAddress } from './oidc.ts'
import type { SignInDeps } from './deps.ts'
import type { SignInProvider } from './providers.ts'
import { returnPath, tripQuery } from './return-address.ts'

const signInQuery = z.object({ return: z.string().optional() })
const signedOutQuery = z.object({ from: z.string().max(40).optional() })
const beginQuery = z.object({
  return: z.string().optional(),
  link: z.literal('1').optional(),
  keep: z.literal('1').optional(),
})

/** Choosing a provider, the trip there and back, and signing out. */
export function signInRoutes(deps: SignInDeps, askHost: AskHost): Routes {
  const routes = createRoutes()
  addTrip(routes, deps, askHost)
  addSignOut(routes, deps)
  return routes
}

function addTrip(routes: Routes, deps: SignInDeps, askHost: AskHost): void {
  routes.get('/sign-in', { for: 'visitor', query: signInQuery }, (visit) => {
    const back = returnPath(visit.query.return)
    if (visit.actor.kind === 'member') return goTo(back)
    const [only, ...others] = deps.providers
    // Where the host knows everybody there is nothing to choose.
    if (only?.kind === 'host' && others.length === 0) return goTo(`/sign-in/host${tripQuery({ back, stays: false })}`)
    return choosePage(deps, visit, back)
  })

  // A GET link and not a form: browsers hold a form's redirects to `form-action`, and an issuer may redirect on and on.
  routes.get(
    '/sign-in/:provider',
    { for: 'visitor', query: beginQuery, opensSession: true, limit: 'signIn' },
    async (visit) => {
      const provider = providerOf(deps, visit)
      const { values, carrier } = sessionOf(visit)
      values.returnTo = returnPath(visit.query.return)
      values.asksToStay = visit.query.keep === '1'
      // Only who is signed in can be linking; a link from elsewhere merely begins what a page then asks about.
      if (visit.query.link === '1' && visit.actor.kind === 'member') values.isLinking = true
      else delete values.isLinking
      if (provider.kind === 'host') return hostStep(deps, { visit, host: provider, askHost })
      return conclude(deps, { visit, provider, outcome: await deps.authentication.step(provider, carrier) })
    },
  )

  routes.get('/sign-in/:provider/callback', { for: 'visitor', opensSession: true, limit: 'signIn' }, async (visit) => {
    const provider = awayProviderOf(deps, visit)
    const outcome = await deps.authentication.step(provider, sessionOf(visit).carrier)
    return conclude(deps, { visit, provider, outcome })
  })
}

function addSignOut(routes: Routes, deps: SignInDeps): void {
  routes.get('/sign-out', { for: 'visitor', query: signedOutQuery }, async (visit) => {
    const title = visit.formats.t('sign-in:signedOut.title')
    const provider = deps.providers.find(({ id }) => id === visit.query.from)
    const address = provider && (await signOutAddress(deps, provider))
    const elsewhere = provider && address !== undefined ? { provider: provider.label, address } : undefined
    const view = { isSignedIn: visit.me !== undefined, ...(elsewhere ? { elsewhere } : {}) }
    return page('sign-in/signed-out', { view, head: { title, robots: 'noindex' } })
  })

  routes.post('/sign-out', { for: 'visitor', form: z.strictObject({}) }, async (visit) => {
    const cameBy = visit.session?.values.cameBy
    if (cameBy?.provider === 'host') await leaveOnlyHere(sessionOf(visit), cameBy.subject)
    else await visit.session?.end()
    return redirect(cameBy === undefined ? '/sign-out' : `/sign-out?from=${encodeURIComponent(cameBy.provider)}`)
  })
}

/** The host may go on saying that they are signed in there; until they ask in again, that is not for here. */
async function leaveOnlyHere(session: VisitSession, subject: string): Promise<void> {
  await session.renew()
  session.values.staysOut = subject
  await session.save()
}

/** RP-initiated logout as a link: the issuer is told only if the person wants that, and sends them back here. */
async function signOutAddress(deps: SignInDeps, provider: SignInProvider): Promise<string | undefined> {
  if (provider.kind === 'host') return provider.signOutUrl
  const issuer = await deps.authentication.issuerOf(provider)
  return issuer && logoutAddress(issuer.configuration, deps.fullAddress('/sign-out'))
}

function choosePage(
  { providers, lifetimes, link }: SignInDeps,
  visit: Visit<undefined, unknown>,
  back: string,
): Answer {
  const doors = (stays: boolean): object[] =>
    providers.map(({ id, label, kind }) => ({
      label,
      kind,
      address: link(`/sign-in/${id}${tripQuery({ back, stays })}`),
    }))
  // Two lists of links, and the box shows one of them, by style alone: a form would need its redirects allowed.
  const view = {
    doors: { brief: doors(false), staying: doors(true) },
    ...lifetimes,
    mailAddress: link(`/sign-in/mail${tripQuery({ back, stays: false })}`),
  }
  return page('sign-in/choose', { view, head: { title: visit.formats.t('sign-in:choose.title'), robots: 'noindex' } })
}

function awayProviderOf(deps: SignInDeps, visit: Visit<undefined, unknown>): AwayProvider {
  const provider = providerOf(deps, visit)
  if (provider.kind === 'host') throw new NotFound('no such provider')
  return provider
}

function providerOf({ providers }: SignInDeps, visit: Visit<undefined, unknown>): SignInProvider {
  const provider = providers.find(({ id }) => id === visit.params['provider'])
  if (!provider) throw new NotFound('no such provider')
  return provider
}
