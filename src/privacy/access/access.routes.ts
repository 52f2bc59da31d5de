import {
  createRoutes,
  file,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../../http/index.ts'
import { answerForm, accessForm, enteredForm, nothingForm } from './access.forms.ts'
import { answerAccess } from './commands/answer-access.ts'
import { askAccess, enterAccess } from './commands/ask-access.ts'
import { confirmAccess } from './commands/confirm-access.ts'
import type { AccessDeps } from './deps.ts'
import { listAccess, showAccess } from './queries/list-access.ts'

const askPath = '/privacy/request'
const staffPath = '/staff/data-requests'

/** Asking what is held of one without an account, and the answers. */
export function accessRoutes(deps: AccessDeps): Routes {
  const routes = createRoutes()
  askingRoutes(routes, deps)
  staffRoutes(routes, deps)
  return routes
}

function askingRoutes(routes: Routes, deps: AccessDeps): void {
  routes.get(askPath, { for: 'visitor' }, (visit) => askPage(deps, visit))

  routes.post(
    askPath,
    { for: 'visitor', form: accessForm, limit: 'mail', again: (visit, form) => askPage(deps, visit, form) },
    async (visit) => {
      await askAccess(deps, { ...visit.form, locale: visit.formats.locale })
      return page('privacy/access-sent', { view: {}, head: headOf(visit) })
    },
  )

  // Only asks: programs that look for danger in mails open every link.
  routes.get(`${askPath}/:token`, { for: 'visitor' }, (visit) =>
    page('privacy/access-confirm', {
      view: { action: deps.link(`${askPath}/${visit.params['token'] ?? ''}`) },
      head: headOf(visit),
    }),
  )

  routes.post(`${askPath}/:token`, { for: 'visitor', form: nothingForm }, async (visit) => {
    const { dueAt } = await confirmAccess(deps, visit.params['token'] ?? '')
    return page('privacy/access-confirmed', { view: { dueAt }, head: headOf(visit) })
  })

  // Whoever was mailed the name is who it belongs to: there is no account that could be signed in.
  routes.get('/my-data/:file', { for: 'visitor' }, async (visit) => {
    const { length, madeAt, pieces } = await deps.openCopy(visit.params['file'] ?? '')
    return file('application/zip', { name: `my-data-${madeAt.toISOString().slice(0, 10)}.zip`, length, pieces })
  })
}

function staffRoutes(routes: Routes, deps: AccessDeps): void {
  routes.get(staffPath, { for: 'owner' }, (visit) => listPage(deps, visit))

  routes.post(
    staffPath,
    { for: 'owner', form: enteredForm, again: (visit, form) => listPage(deps, visit, form) },
    async (visit) => {
      const { receivedOn: receivedAt, ...asked } = visit.form
      await enterAccess(deps, visit.actor, { ...asked, receivedAt, locale: visit.formats.locale })
      return redirect(staffPath, { kind: 'done', key: 'access:flash.entered' })
    },
  )

  routes.get(`${staffPath}/:id`, { for: 'owner' }, (visit) => onePage(deps, visit))

  routes.post(
    `${staffPath}/:id/answer`,
    { for: 'owner', form: answerForm, again: (visit, form) => onePage(deps, visit, form) },
    async (visit) => {
      const { wish, text } = visit.form
      await answerAccess(deps, visit.actor, { id: visit.params['id'] ?? '', text, isRefusal: wish === 'decline' })
      return redirect(staffPath, { kind: 'done', key: 'access:flash.answered' })
    },
  )
}

function askPage(deps: AccessDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const view = { isMember: visit.actor.kind === 'member', dataAddress: deps.link('/me/data') }
  const head = { title: visit.formats.t('access:title'), canonical: askPath }
  return Promise.resolve(page('privacy/access', { view, head, form: form ?? freshForm(askPath) }))
}

async function listPage(deps: AccessDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const head = { ...headOf(visit), section: 'staff' as const }
  return page('staff/data-requests', { view: await listAccess(deps), head, form: form ?? freshForm(staffPath) })
}

async function onePage(deps: AccessDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const view = await showAccess(deps, visit.params['id'] ?? '')
  const action = `${staffPath}/${view.id}/answer`
  const head = { ...headOf(visit), section: 'staff' as const }
  return page('staff/data-request', { view, head, form: form ?? freshForm(action, { wish: 'answer' }) })
}

function headOf({ formats }: Visit<unknown>): { title: string; robots: 'noindex' } {
  return { title: formats.t('access:title'), robots: 'noindex' }
}
