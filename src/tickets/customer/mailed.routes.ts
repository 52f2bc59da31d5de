import {
  createRoutes,
  freshForm,
  page,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../../http/index.ts'
import { confirmAddress, linkedPerson } from '../commands/confirm-address.ts'
import { rateByLink } from '../commands/rate-request.ts'
import type { TicketDeps } from '../deps.ts'
import { requestHead } from '../pages.ts'
import { mayRate } from '../request.policy.ts'
import { readingPath } from '../tokens.ts'
import { nothingForm, ratingForm, ratingQuery } from '../tickets.forms.ts'

const tokenOf = (visit: Visit<unknown, unknown>): string => visit.params['token'] ?? ''

/** What mailed links lead to: a GET only asks, for programs open links, too. */
export function mailedRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()

  routes.get('/requests/confirm/:token', { for: 'visitor' }, async (visit) => {
    const { person } = await linkedPerson(deps, 'confirm', tokenOf(visit))
    const view = { email: person.email ?? '', isDone: person.isProven, listAddress: deps.link('/requests') }
    const form = freshForm(`/requests/confirm/${tokenOf(visit)}`)
    return page('tickets/confirm', { view, head: requestHead(visit, 'tickets:confirm.title'), form })
  })

  routes.post('/requests/confirm/:token', { for: 'visitor', form: nothingForm }, async (visit) => {
    const before = await linkedPerson(deps, 'confirm', tokenOf(visit))
    const { person, request } = await confirmAddress(deps, tokenOf(visit))
    const { email = '', key, accountId } = person
    // Once: the link in that mail has no end, and is none to read by.
    const isReader = !before.person.isProven && accountId === undefined
    const path = isReader ? readingPath(deps, { requestId: request._id, key, email }) : undefined
    const view = {
      ...{ email, isDone: true, listAddress: deps.link('/requests') },
      ...(path === undefined ? {} : { readAddress: deps.link(path) }),
    }
    return page('tickets/confirm', { view, head: requestHead(visit, 'tickets:confirm.title') })
  })

  routes.get('/requests/rating/:token', { for: 'visitor', query: ratingQuery }, (visit) =>
    ratingPage(deps, visit, { score: visit.query.score }),
  )

  const again = (visit: Visit, form: FormState): Promise<Answer> => ratingPage(deps, visit, { form })
  routes.post('/requests/rating/:token', { for: 'visitor', form: ratingForm, again }, async (visit) => {
    await rateByLink(deps, { token: tokenOf(visit), ...visit.form })
    return page('tickets/rated', { view: {}, head: requestHead(visit, 'tickets:rating.title') })
  })

  return routes
}

async function ratingPage(
  deps: TicketDeps,
  visit: Visit<unknown, unknown>,
  { score, form }: { score?: string | undefined; form?: FormState },
): Promise<Answer> {
  const { request } = await linkedPerson(deps, 'rating', tokenOf(visit))
  const { number, satisfaction } = request
  const values = { score: score ?? satisfaction?.score ?? '', words: satisfaction?.words ?? '' }
  const view = { number, mayRate: mayRate(request) }
  const head = requestHead(visit, 'tickets:rating.title')
  return page('tickets/rating', { view, head, form: form ?? freshForm(`/requests/rating/${tokenOf(visit)}`, values) })
}
