import {
  body,
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../../http/index.ts'
import { newId } from '../../kernel/index.ts'
import { answerRequest } from '../commands/answer-request.ts'
import { noteLook, noteViewing } from '../commands/note-viewing.ts'
import { attachment } from '../customer/deeds.routes.ts'
import { filesUpload } from '../customer/own.routes.ts'
import type { TicketDeps } from '../deps.ts'
import { eventKeys } from '../labels.words.ts'
import { liveNews } from '../live-news.ts'
import { seeAsAgent } from '../load.ts'
import { memberOf, numberIn, requestHead } from '../pages.ts'
import { fillMacro } from '../queries/fill-macro.ts'
import { findAttachment } from '../queries/find-attachment.ts'
import { numberOf } from '../queries/find-thread.ts'
import { showForAgent } from '../queries/show-for-agent.ts'
import { whoElse } from '../queries/who-else.ts'
import { requestEvents } from '../tickets.words.ts'
import { answerForm, liveQuery, presenceForm, staffRequestQuery } from '../tickets.forms.ts'

const at = '/staff/requests/:number'

/** One request as an agent reads and answers it. */
export function answerRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()

  routes.get(at, { for: 'agent', query: staffRequestQuery }, async (visit) => {
    const { before, macro } = visit.query
    const number = numberIn(visit)
    const { request } = await seeAsAgent(deps, visit.actor, number)
    const into = request.mergedInto === undefined ? undefined : await numberOf(deps, request._id)
    if (into !== undefined) return redirect(`/staff/requests/${into}`)
    await noteViewing(deps, visit.actor, { number, isAnswering: false })
    const filled = macro === undefined ? undefined : await fillMacro(deps, visit.actor, { number, macroId: macro })
    return requestPage(deps, visit, { before, filled })
  })

  const again = (visit: Visit, form: FormState): Promise<Answer> => requestPage(deps, visit, { form })
  const options = { for: 'agent', form: answerForm, upload: filesUpload, again, limit: 'post' } as const
  routes.post(`${at}/messages`, options, async (visit) => {
    const number = numberIn(visit)
    const { anyway, ...words } = visit.form
    const answer = { ...words, number, files: visit.uploads, isKnowing: anyway === 'yes' }
    const { messageId, hasCrossed } = await answerRequest(deps, memberOf(visit), answer)
    const flash = hasCrossed ? ({ kind: 'problem', key: 'tickets:flash.crossed' } as const) : undefined
    return redirect(`/staff/requests/${number}#post-${messageId}`, flash)
  })

  routes.get(`${at}/live`, { for: 'agent', query: liveQuery }, (visit) => liveNews(deps, visit, true))

  routes.get(`${at}/files/:key`, { for: 'agent' }, async (visit) => {
    const { request } = await seeAsAgent(deps, visit.actor, numberIn(visit))
    const found = await findAttachment(deps, request, { key: visit.params['key'] ?? '', isStaffPage: true })
    await noteLook(deps, visit.actor, request)
    return attachment(found)
  })

  presenceRoute(routes, deps)
  return routes
}

/** Who else is here, as a script of the page asks now and then. */
function presenceRoute(routes: Routes, deps: TicketDeps): void {
  routes.post(`${at}/presence`, { for: 'agent', form: presenceForm }, async (visit) => {
    const number = numberIn(visit)
    await noteViewing(deps, visit.actor, { number, isAnswering: visit.form.answering === 'yes' })
    const { request, known } = await seeAsAgent(deps, visit.actor, number)
    const others = await whoElse(deps, { requestId: request._id, accountId: known.accountId ?? '' })
    const lines = others.map(({ name, isAnswering }) =>
      visit.formats.t(isAnswering ? 'tickets:else.answers' : 'tickets:else.looks', { name }),
    )
    return body('application/json; charset=utf-8', JSON.stringify({ lines }))
  })
}

interface Shown {
  before?: string | undefined
  filled?: { text: string; event: string } | undefined
  form?: FormState
}

async function requestPage(
  deps: TicketDeps,
  visit: Visit<unknown, unknown>,
  { before, filled, form }: Shown,
): Promise<Answer> {
  const number = numberIn(visit)
  const shown = await showForAgent(deps, visit.actor, { number, before, nobody: visit.formats.t('tickets:nobody') })
  const view = {
    ...shown,
    hasNews: form?.errors['meanwhile'] !== undefined,
    eventOptions: requestEvents.map((event) => ({ id: event, labelKey: eventKeys[event] })),
  }
  const blank = { text: filled?.text ?? '', event: filled?.event ?? '', kind: 'message', submission: newId() }
  const values = { ...blank, ...form?.values }
  const head = { ...requestHead(visit, 'tickets:request.title', 'staff'), title: `#${number}` }
  const state = form ? { ...form, values } : freshForm(`/staff/requests/${number}/messages`, values)
  return page('tickets/staff-request', { view, head, form: state })
}
