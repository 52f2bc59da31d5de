import { memberOf } from '../accounts/index.ts'
import { createRoutes, freshForm, page, redirect, type Routes, type VisitSession } from '../http/index.ts'
import { NotAllowed, NotFound, Unavailable } from '../kernel/index.ts'
import type { EmbeddingDeps } from './deps.ts'
import { frameForm, nothingForm } from './embedding.forms.ts'

/** How long a frame may act for somebody, in milliseconds. */
const lasts = 60 * 60 * 1000

/**
 * Signing in from inside a frame, where a browser may give us no cookie: in a window of its own, where we are the site that
 * one is on. The window and the frame find each other by messages between pages of ours, which no other site's can send; the
 * frame names the hash of a token that it alone has. What its reader then allows is noted under that hash.
 */
export function popupRoutes(deps: EmbeddingDeps): Routes {
  const routes = createRoutes()

  // The same whoever opens it and whoever is signed in: nobody learns that from outside.
  routes.get('/embed/sign-in', { for: 'visitor' }, (visit) => {
    const head = { title: visit.formats.t('embedding:popup.title'), robots: 'noindex' } as const
    const form = freshForm('/embed/sign-in')
    return page('embedding/popup', { view: {}, head, form, layout: 'frame', exceptions: { opener: true } })
  })

  routes.post(
    '/embed/sign-in',
    { for: 'visitor', form: frameForm, opensSession: true, limit: 'signIn' },
    async (visit) => {
      const { challenge, site } = visit.form
      if (site !== deps.siteOrigin && !deps.sites.includes(site)) throw new NotAllowed('embedding:popup.otherSite')
      const session = sessionOf(visit.session)
      session.values.frame = { challenge, site }
      await session.save()
      return redirect('/embed/continue')
    },
  )

  routes.get('/embed/continue', { for: 'member' }, (visit) => {
    const head = { title: visit.formats.t('embedding:popup.title'), robots: 'noindex' } as const
    const { frame } = sessionOf(visit.session).values
    if (!frame) throw new NotFound('no frame waits')
    const view = { name: visit.me?.name ?? '', site: new URL(frame.site).host }
    return page('embedding/continue', { view, head, form: freshForm('/embed/continue'), layout: 'frame' })
  })

  routes.post('/embed/continue', { for: 'member', form: nothingForm }, async (visit) => {
    const session = sessionOf(visit.session)
    const { frame, startedAt } = session.values
    if (!frame) throw new NotFound('no frame waits')
    const now = deps.clock()
    await deps.grants.replaceOne(
      { _id: frame.challenge },
      {
        _id: frame.challenge,
        accountId: memberOf(visit).id,
        sessionId: session.id,
        startedAt: startedAt ?? now,
        site: frame.site,
        expiresAt: new Date(now.getTime() + lasts),
      },
      { upsert: true },
    )
    delete session.values.frame
    await session.save()
    const head = { title: visit.formats.t('embedding:popup.title'), robots: 'noindex' } as const
    return page('embedding/continued', { view: {}, head, layout: 'frame' })
  })

  return routes
}

function sessionOf(session: VisitSession | undefined): VisitSession {
  if (!session) throw new Unavailable()
  return session
}
