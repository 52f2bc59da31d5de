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
import { appeal } from './commands/appeal.ts'
import { counter, goneToCourt } from './commands/counter.ts'
import { answerStaff, withdrawNotice } from './commands/write-message.ts'
import type { RemovalDeps } from './deps.ts'
import type { PartyLink } from './load-party.ts'
import { showStatus } from './queries/show-status.ts'
import { appealForm, counterForm, messageForm, nothingForm } from './removals.forms.ts'

type AnyVisit = Visit<unknown, unknown>

const linkOf = ({ params }: AnyVisit): PartyLink => ({ id: params['id'] ?? '', token: params['token'] ?? '' })
const pathOf = (visit: AnyVisit): string => `/removals/${linkOf(visit).id}/${linkOf(visit).token}`

/** A party's own page of a case, at an address that nobody else knows: signing in adds nothing to it. */
export function statusRoutes(deps: RemovalDeps): Routes {
  const routes = createRoutes()
  const again = (visit: AnyVisit, form: FormState): Promise<Answer> => statusPage(deps, visit, form)

  routes.get('/removals/:id/:token', { for: 'visitor' }, (visit) => statusPage(deps, visit))

  routes.post('/removals/:id/:token/messages', { for: 'visitor', form: messageForm, again }, async (visit) => {
    await answerStaff(deps, linkOf(visit), visit.form.text)
    return redirect(`${pathOf(visit)}#messages`)
  })

  routes.post('/removals/:id/:token/withdrawal', { for: 'visitor', form: nothingForm }, async (visit) => {
    await withdrawNotice(deps, linkOf(visit))
    return redirect(pathOf(visit))
  })

  addContest(routes, deps)
  return routes
}

function addContest(routes: Routes, deps: RemovalDeps): void {
  const contestPage = async (visit: AnyVisit, kind: 'appeal' | 'counter', form?: FormState): Promise<Answer> => {
    const view = await showStatus(deps, linkOf(visit))
    const title = visit.formats.t(contestTitles[kind])
    const action = `${pathOf(visit)}/${contestPaths[kind]}`
    const head = { title, robots: 'noindex' as const }
    return page(`removals/${kind}`, { view, head, form: form ?? freshForm(action, { name: view.name ?? '' }) })
  }

  routes.get('/removals/:id/:token/appeal', { for: 'visitor' }, (visit) => contestPage(visit, 'appeal'))
  routes.post(
    '/removals/:id/:token/appeal',
    { for: 'visitor', form: appealForm, again: (visit, form) => contestPage(visit, 'appeal', form) },
    async (visit) => {
      await appeal(deps, linkOf(visit), visit.form.words)
      return redirect(pathOf(visit))
    },
  )

  routes.get('/removals/:id/:token/counter-notice', { for: 'visitor' }, (visit) => contestPage(visit, 'counter'))
  routes.post(
    '/removals/:id/:token/counter-notice',
    { for: 'visitor', form: counterForm, again: (visit, form) => contestPage(visit, 'counter', form) },
    async (visit) => {
      const { perjury: _perjury, jurisdiction: _jurisdiction, ...given } = visit.form
      await counter(deps, linkOf(visit), given)
      return redirect(pathOf(visit))
    },
  )

  routes.post('/removals/:id/:token/court', { for: 'visitor', form: nothingForm }, async (visit) => {
    await goneToCourt(deps, linkOf(visit))
    return redirect(pathOf(visit))
  })
}

const contestPaths = { appeal: 'appeal', counter: 'counter-notice' } as const
const contestTitles = { appeal: 'removals:appeal.title', counter: 'removals:counter.title' } as const

async function statusPage(deps: RemovalDeps, visit: AnyVisit, form?: FormState): Promise<Answer> {
  const view = await showStatus(deps, linkOf(visit))
  const title = visit.formats.t('removals:status.title', { reference: view.reference })
  const head = { title, robots: 'noindex' as const }
  return page('removals/status', { view, head, form: form ?? freshForm(`${pathOf(visit)}/messages`) })
}
