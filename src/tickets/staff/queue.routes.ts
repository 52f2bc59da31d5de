import type { z } from 'zod'
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
import { handleMany } from '../commands/handle-many.ts'
import { dropFilter, keepFilter } from '../commands/keep-filter.ts'
import type { TicketDeps } from '../deps.ts'
import { bulkKeys, priorityKeys } from '../labels.words.ts'
import { memberOf, requestHead } from '../pages.ts'
import { listQueue } from '../queries/list-queue.ts'
import { addressOf } from '../queries/queue-lists.ts'
import { readSettings } from '../queries/read-settings.ts'
import { showResults } from '../queries/show-results.ts'
import { bulkDeeds, queueKeys, queueNames } from '../queue.words.ts'
import { bulkForm, filterForm, nothingForm, queueQuery, resultsQuery } from '../tickets.forms.ts'
import { priorities } from '../time/priority.words.ts'

const path = '/staff/requests'

/** What agents have before them: the lists, those that they saved, several requests at once, how answers were found. */
export function queueRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()
  routes.get(path, { for: 'agent', query: queueQuery }, (visit) => queuePage(deps, visit, { wish: visit.query }))
  filterRoutes(routes, deps)

  routes.post(`${path}/many`, { for: 'agent', form: bulkForm }, async (visit) => {
    const { numbers = [], deed, back } = visit.form
    const { done, left } = await handleMany(deps, memberOf(visit), { numbers, deed })
    const key = left === 0 ? 'tickets:flash.many' : 'tickets:flash.manyLeft'
    const flash = { kind: left === 0 ? 'done' : 'problem', key, params: { count: done, left } } as const
    return redirect(back === '' ? path : `${path}?${new URLSearchParams(back).toString()}`, flash)
  })

  routes.get(`${path}/results`, { for: 'agent', query: resultsQuery }, async (visit) => {
    const results = await showResults(deps, visit.query)
    const view = { ...results, queueAddress: deps.link(path) }
    const dayOf = (date: Date): string => date.toISOString().slice(0, 10)
    const form = freshForm(`${path}/results`, { from: dayOf(results.from), until: dayOf(results.until) })
    return page('tickets/results', { view, head: requestHead(visit, 'tickets:results.title', 'staff'), form })
  })

  return routes
}

function filterRoutes(routes: Routes, deps: TicketDeps): void {
  const again = (visit: Visit, form: FormState): Promise<Answer> => {
    const wish = queueQuery.safeParse(form.values)
    return queuePage(deps, visit, { wish: wish.data ?? {}, form })
  }
  routes.post(`${path}/filters`, { for: 'agent', form: filterForm, again }, async (visit) => {
    const { name, category: categoryId, ...narrowing } = visit.form
    await keepFilter(deps, visit.actor, { name, categoryId, ...narrowing })
    const to = addressOf({ ...narrowing, categoryId }).toString()
    return redirect(`${path}?${to}`, { kind: 'done', key: 'tickets:flash.filter', params: { name } })
  })

  routes.post(`${path}/filters/:id/removal`, { for: 'agent', form: nothingForm }, async (visit) => {
    await dropFilter(deps, visit.actor, visit.params['id'] ?? '')
    return redirect(path, { kind: 'done', key: 'tickets:flash.filterGone' })
  })
}

async function queuePage(
  deps: TicketDeps,
  visit: Visit<unknown, unknown>,
  { wish, form }: { wish: z.output<typeof queueQuery>; form?: FormState },
): Promise<Answer> {
  const { q = '', tag = '', list = '', priority = '', category = '' } = wish
  const { categories } = await readSettings(deps)
  const { t } = visit.formats
  const view = {
    ...(await listQueue(deps, visit.actor, { ...wish, categoryId: wish.category })),
    q,
    tag,
    isNarrowed: [tag, priority, category].some((each) => each !== '') && q === '',
    choices: {
      list: queueNames.map((id) => ({ id, name: t(queueKeys[id]) })),
      priority: priorities.map((id) => ({ id, name: t(priorityKeys[id]) })),
      category: categories,
    },
    deeds: bulkDeeds.map((deed) => ({ id: deed, labelKey: bulkKeys[deed] })),
    back: visit.address.startsWith(`${path}?`) ? visit.address.slice(path.length + 1) : '',
    manyAction: deps.link(`${path}/many`),
    macrosAddress: deps.link(`${path}/macros`),
    resultsAddress: deps.link(`${path}/results`),
    settingsAddress: deps.link(`${path}/settings`),
    searchAddress: deps.link(path),
  }
  const values = { list, tag, priority, category, name: '' }
  const head = requestHead(visit, 'tickets:queue.title', 'staff')
  return page('tickets/queue', { view, head, form: form ?? freshForm(`${path}/filters`, values) })
}
