import { createRoutes, page, redirect, type Answer, type FormState, type Routes, type Visit } from '../../http/index.ts'
import { addPeople, removePerson } from '../commands/change-people.ts'
import { mergeRequests } from '../commands/merge-requests.ts'
import { openCase } from '../commands/open-case.ts'
import { setState } from '../commands/set-state.ts'
import { sortRequest } from '../commands/sort-request.ts'
import type { TicketDeps } from '../deps.ts'
import { memberOf, numberIn, requestHead } from '../pages.ts'
import { seeAsAgent } from '../load.ts'
import { caseForm, mergerForm, nothingForm, peopleForm, sortingForm, stateForm } from '../tickets.forms.ts'

const at = '/staff/requests/:number'
const pathOf = (visit: Visit<unknown, unknown>): string => `/staff/requests/${numberIn(visit)}`

/** What agents do with a request beside answering it. */
export function sortingRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()

  routes.post(`${at}/state`, { for: 'agent', form: stateForm }, async (visit) => {
    await setState(deps, visit.actor, { number: numberIn(visit), event: visit.form.event })
    return redirect(pathOf(visit))
  })

  routes.post(`${at}/sorting`, { for: 'agent', form: sortingForm }, async (visit) => {
    const number = numberIn(visit)
    const { assignee, priority, tags, categoryId } = visit.form
    const { id } = memberOf(visit)
    const accountId = assignee === '' ? null : assignee === 'me' ? id : assignee
    await sortRequest(deps, visit.actor, { number, what: 'assignee', accountId })
    if (priority !== undefined) await sortRequest(deps, visit.actor, { number, what: 'priority', priority })
    if (tags !== undefined) await sortRequest(deps, visit.actor, { number, what: 'tags', tags })
    if (categoryId !== undefined)
      await sortRequest(deps, visit.actor, {
        number,
        what: 'category',
        categoryId: categoryId === '' ? null : categoryId,
      })
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.sorted' })
  })

  routes.post(`${at}/case`, { for: 'agent', form: caseForm }, async (visit) => {
    await openCase(deps, visit.actor, { number: numberIn(visit), kind: visit.form.kind })
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.case' })
  })

  const again = (visit: Visit, form: FormState): Promise<Answer> => mergerPage(deps, visit, form)
  routes.post(`${at}/merger`, { for: 'agent', form: mergerForm, again }, async (visit) => {
    const { into } = visit.form
    await mergeRequests(deps, visit.actor, { number: numberIn(visit), into })
    return redirect(`/staff/requests/${into}`, { kind: 'done', key: 'tickets:flash.merged' })
  })

  routes.post(`${at}/people`, { for: 'agent', form: peopleForm }, async (visit) => {
    const where = { number: numberIn(visit), side: 'staff' } as const
    await addPeople(deps, visit.actor, { ...where, addresses: visit.form.addresses })
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.added' })
  })

  routes.post(`${at}/people/:key/removal`, { for: 'agent', form: nothingForm }, async (visit) => {
    const where = { number: numberIn(visit), side: 'staff' } as const
    await removePerson(deps, visit.actor, { ...where, key: visit.params['key'] ?? '' })
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.removed' })
  })

  return routes
}

/** The form of a merger by itself, with what is wrong. */
async function mergerPage(deps: TicketDeps, visit: Visit<unknown, unknown>, form: FormState): Promise<Answer> {
  const number = numberIn(visit)
  const { request } = await seeAsAgent(deps, visit.actor, number)
  const view = { number, subject: request.subject, requestAddress: deps.link(pathOf(visit)) }
  return page('tickets/merger', { view, head: requestHead(visit, 'tickets:merger.title', 'staff'), form })
}
