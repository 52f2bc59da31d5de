import { createRoutes, freshForm, page, redirect, type Routes } from '../../http/index.ts'
import { handleMany } from '../commands/handle-many.ts'
import type { TicketDeps } from '../deps.ts'
import { bulkKeys } from '../labels.words.ts'
import { memberOf, requestHead } from '../pages.ts'
import { listQueue } from '../queries/list-queue.ts'
import { showResults } from '../queries/show-results.ts'
import { bulkDeeds } from '../queue.words.ts'
import { bulkForm, queueQuery, resultsQuery } from '../tickets.forms.ts'

const path = '/staff/requests'

/** What agents have before them: the lists, several requests at once, how answers were found. */
export function queueRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()

  routes.get(path, { for: 'agent', query: queueQuery }, async (visit) => {
    const { q = '', tag, list } = visit.query
    const view = {
      ...(await listQueue(deps, visit.actor, visit.query)),
      list,
      q,
      ...(tag === undefined ? {} : { tag }),
      deeds: bulkDeeds.map((deed) => ({ id: deed, labelKey: bulkKeys[deed] })),
      back: visit.address.split('?')[1] ?? '',
      macrosAddress: deps.link(`${path}/macros`),
      resultsAddress: deps.link(`${path}/results`),
      settingsAddress: deps.link(`${path}/settings`),
      searchAddress: deps.link(path),
    }
    const form = freshForm(`${path}/many`, {})
    return page('tickets/queue', { view, head: requestHead(visit, 'tickets:queue.title', 'staff'), form })
  })

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
