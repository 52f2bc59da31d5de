import { createRoutes, freshForm, page, redirect, type Answer, type Routes, type Visit } from '../../http/index.ts'
import { NotFound, NotSignedIn } from '../../kernel/index.ts'
import { nothingForm } from './agents.forms.ts'
import { acceptInvitation, eraseByToken, findInvitation } from './commands/answer-invitation.ts'
import type { AgentDeps } from './deps.ts'

type AnyVisit = Visit<unknown, unknown>

const tokenOf = ({ params }: AnyVisit): string => params['token'] ?? ''

/** The page behind an invitation's link. Opening it changes nothing, since mail programs open links by themselves. */
export function invitationRoutes(deps: AgentDeps): Routes {
  const routes = createRoutes()

  routes.get('/invited/:token', { for: 'visitor' }, (visit) => orOver(visit, () => invitedPage(deps, visit)))

  routes.post('/invited/:token/acceptance', { for: 'member', form: nothingForm }, (visit) =>
    orOver(visit, async () => {
      const { actor, session } = visit
      if (actor.kind !== 'member' || !session) throw new NotSignedIn('signed out')
      await acceptInvitation(deps, actor, { token: tokenOf(visit), sessionId: session.id })
      await session.renewId()
      return redirect('/staff', { kind: 'done', key: 'agents:flash.accepted' })
    }),
  )

  routes.post('/invited/:token/erasure', { for: 'visitor', form: nothingForm }, (visit) =>
    orOver(visit, async () => {
      await eraseByToken(deps, tokenOf(visit))
      const head = { title: visit.formats.t('agents:erased.title'), robots: 'noindex' as const }
      return page('staff/invitation-erased', { view: { site: deps.siteName }, head })
    }),
  )

  return routes
}

async function invitedPage(deps: AgentDeps, visit: AnyVisit): Promise<Answer> {
  const token = tokenOf(visit)
  const { name, email, byId, createdAt, expiresAt } = await findInvitation(deps, token)
  const by = (await deps.accounts.people([byId])).get(byId)?.name
  const view = {
    site: deps.siteName,
    name,
    email,
    ...(by === undefined ? {} : { by }),
    createdAt,
    expiresAt,
    acceptAction: deps.link(`/invited/${token}/acceptance`),
    eraseAction: deps.link(`/invited/${token}/erasure`),
  }
  const title = visit.formats.t('agents:invited.title', { site: deps.siteName })
  return page('staff/invited', {
    view,
    head: { title, robots: 'noindex' },
    form: freshForm(`/invited/${token}/acceptance`),
  })
}

/** A link that leads nowhere any more deserves better words than «nothing here». */
async function orOver(visit: AnyVisit, answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    const head = { title: visit.formats.t('agents:over.title'), robots: 'noindex' as const }
    return page('staff/invitation-over', { view: {}, head, status: 410 })
  }
}
