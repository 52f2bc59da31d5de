import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../../http/index.ts'
import { changeSettings, setRetention } from '../commands/change-settings.ts'
import { dropMacro, keepMacro } from '../commands/keep-macro.ts'
import type { TicketDeps } from '../deps.ts'
import { eventKeys } from '../labels.words.ts'
import type { Macro } from '../macro.model.ts'
import { requestHead } from '../pages.ts'
import { placeholders } from '../queries/fill-macro.ts'
import { readSettings } from '../queries/read-settings.ts'
import { dryRun } from '../queries/retention.ts'
import { requestEvents } from '../tickets.words.ts'
import { macroForm, nothingForm, retentionForm, retentionQuery, settingsForm } from '../tickets.forms.ts'

const at = '/staff/requests'
const mostMacros = 200

/** How requests are handled here: answers that are given often, categories, turns, how long what is solved is kept. */
export function handlingRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()
  macroRoutes(routes, deps)
  settingsRoutes(routes, deps)
  retentionRoutes(routes, deps)
  return routes
}

function macroRoutes(routes: Routes, deps: TicketDeps): void {
  routes.get(`${at}/macros`, { for: 'agent' }, (visit) => macrosPage(deps, visit))

  const again = (visit: Visit, form: FormState): Promise<Answer> => macrosPage(deps, visit, form)
  routes.post(`${at}/macros`, { for: 'agent', form: macroForm, again }, async (visit) => {
    await keepMacro(deps, visit.actor, visit.form)
    return redirect(`${at}/macros`, { kind: 'done', key: 'tickets:flash.macro' })
  })

  routes.post(`${at}/macros/:id/removal`, { for: 'agent', form: nothingForm }, async (visit) => {
    await dropMacro(deps, visit.actor, visit.params['id'] ?? '')
    return redirect(`${at}/macros`)
  })
}

async function macrosPage(deps: TicketDeps, visit: Visit<unknown, unknown>, form?: FormState): Promise<Answer> {
  const macros = await deps.macros.find().sort({ name: 1 }).limit(mostMacros).lean<Macro[]>()
  const rows = macros.map(({ _id, name, text }) => ({
    name,
    text,
    endAction: deps.link(`${at}/macros/${_id}/removal`),
  }))
  const view = {
    rows,
    placeholders,
    eventOptions: requestEvents.map((event) => ({ id: event, name: visit.formats.t(eventKeys[event]) })),
  }
  const head = requestHead(visit, 'tickets:macros.title', 'staff')
  return page('tickets/macros', {
    view,
    head,
    form: form ?? freshForm(`${at}/macros`, { name: '', text: '', event: '' }),
  })
}

function settingsRoutes(routes: Routes, deps: TicketDeps): void {
  routes.get(`${at}/settings`, { for: 'owner' }, (visit) => settingsPage(deps, visit))

  const again = (visit: Visit, form: FormState): Promise<Answer> => settingsPage(deps, visit, form)
  routes.post(`${at}/settings`, { for: 'owner', form: settingsForm, again }, async (visit) => {
    const { categories, isRoundRobin } = visit.form
    await changeSettings(deps, visit.actor, { categories, isRoundRobin: isRoundRobin === 'on' })
    return redirect(`${at}/settings`, { kind: 'done', key: 'tickets:flash.settings' })
  })
}

async function settingsPage(deps: TicketDeps, visit: Visit<unknown, unknown>, form?: FormState): Promise<Answer> {
  const { categories, isRoundRobin } = await readSettings(deps)
  const values = {
    categories: categories.map(({ name }) => name).join('\n'),
    isRoundRobin: isRoundRobin ? 'on' : '',
  }
  const view = { retentionAddress: deps.link(`${at}/retention`) }
  const head = requestHead(visit, 'tickets:settings.title', 'staff')
  return page('tickets/settings', { view, head, form: form ?? freshForm(`${at}/settings`, values) })
}

function retentionRoutes(routes: Routes, deps: TicketDeps): void {
  routes.get(`${at}/retention`, { for: 'owner', query: retentionQuery }, (visit) =>
    retentionPage(deps, visit, { days: visit.query.days }),
  )

  const again = (visit: Visit, form: FormState): Promise<Answer> => retentionPage(deps, visit, { form })
  routes.post(`${at}/retention`, { for: 'owner', form: retentionForm, again }, async (visit) => {
    await setRetention(deps, visit.actor, visit.form.days)
    return redirect(`${at}/retention`, { kind: 'done', key: 'tickets:flash.retention' })
  })
}

/** A rule is looked at first: what it would erase now is shown before it can be switched on. */
async function retentionPage(
  deps: TicketDeps,
  visit: Visit<unknown, unknown>,
  { days, form }: { days?: number | undefined; form?: FormState },
): Promise<Answer> {
  const { retentionDays } = await readSettings(deps)
  const view = {
    address: deps.link(`${at}/retention`),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(days === undefined ? {} : { days, ...(await dryRun(deps, days)) }),
  }
  const values = { days: String(days ?? retentionDays ?? '') }
  const head = requestHead(visit, 'tickets:retention.title', 'staff')
  return page('tickets/retention', { view, head, form: form ?? freshForm(`${at}/retention`, values) })
}
