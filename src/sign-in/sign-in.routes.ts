import { z } from 'zod'
import { createRoutes, goTo, page, redirect, type Answer, type Routes, type Visit } from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import { sessionOf } from './begin-session.ts'
import { conclude } from './conclude.ts'
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
export function signInRoutes(deps: SignInDeps): Routes {
  const routes = createRoutes()

  routes.get('/sign-in', { for: 'visitor', query: signInQuery }, (visit) => {
    const back = returnPath(visit.query.return)
    return visit.actor.kind === 'member' ? goTo(back) : choosePage(deps, visit, back)
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
      return conclude(deps, { visit, provider, outcome: await deps.authentication.step(provider, carrier) })
    },
  )

  routes.get('/sign-in/:provider/callback', { for: 'visitor', opensSession: true, limit: 'signIn' }, async (visit) => {
    const provider = providerOf(deps, visit)
    const outcome = await deps.authentication.step(provider, sessionOf(visit).carrier)
    return conclude(deps, { visit, provider, outcome })
  })

  routes.get('/sign-out', { for: 'visitor', query: signedOutQuery }, async (visit) => {
    const title = visit.formats.t('sign-in:signedOut.title')
    const provider = deps.providers.find(({ id }) => id === visit.query.from)
    // RP-initiated logout as a link: the issuer is told only if the person wants that, and sends them back here.
    const issuer = provider ? await deps.authentication.issuerOf(provider) : undefined
    const address = issuer ? logoutAddress(issuer.configuration, deps.fullAddress('/sign-out')) : undefined
    const elsewhere = provider && address !== undefined ? { provider: provider.label, address } : undefined
    const view = { isSignedIn: visit.me !== undefined, ...(elsewhere ? { elsewhere } : {}) }
    return page('sign-in/signed-out', { view, head: { title, robots: 'noindex' } })
  })

  routes.post('/sign-out', { for: 'visitor', form: z.strictObject({}) }, async (visit) => {
    const provider = visit.session?.values.cameBy?.provider
    await visit.session?.end()
    return redirect(provider === undefined ? '/sign-out' : `/sign-out?from=${encodeURIComponent(provider)}`)
  })

  return routes
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

function providerOf({ providers }: SignInDeps, visit: Visit<undefined, unknown>): SignInProvider {
  const provider = providers.find(({ id }) => id === visit.params['provider'])
  if (!provider) throw new NotFound('no such provider')
  return provider
}
