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
import { addPeople, removePerson } from '../commands/change-people.ts'
import { ownMessage, redactMessage } from '../commands/redact-message.ts'
import { rateOwn } from '../commands/rate-request.ts'
import { reopenOwn, solveOwn } from '../commands/set-state.ts'
import type { TicketDeps } from '../deps.ts'
import { judgesAsPicture } from '../files/file-view.ts'
import { seeOwn } from '../load.ts'
import { numberIn, requestHead } from '../pages.ts'
import { findAttachment } from '../queries/find-attachment.ts'
import { packConversation } from '../queries/pack-conversation.ts'
import { nothingForm, peopleForm, ratingForm, redactionForm } from '../tickets.forms.ts'

const pathOf = (visit: Visit<unknown, unknown>): string => `/requests/${numberIn(visit)}`

/** What a customer does with a request beside writing: people, its end, its files, taking words back. */
export function deedRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()
  peopleRoutes(routes, deps)
  stateRoutes(routes, deps)
  redactionRoutes(routes, deps)
  fileRoutes(routes, deps)
  return routes
}

function peopleRoutes(routes: Routes, deps: TicketDeps): void {
  routes.post('/requests/:number/people', { for: 'member', form: peopleForm, limit: 'mail' }, async (visit) => {
    const where = { number: numberIn(visit), side: 'own' } as const
    await addPeople(deps, visit.actor, { ...where, addresses: visit.form.addresses })
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.added' })
  })

  routes.post('/requests/:number/people/:key/removal', { for: 'member', form: nothingForm }, async (visit) => {
    const where = { number: numberIn(visit), side: 'own' } as const
    const { isSelf } = await removePerson(deps, visit.actor, { ...where, key: visit.params['key'] ?? '' })
    return redirect(isSelf ? '/requests' : pathOf(visit), { kind: 'done', key: 'tickets:flash.removed' })
  })
}

function stateRoutes(routes: Routes, deps: TicketDeps): void {
  routes.post('/requests/:number/closure', { for: 'member', form: nothingForm }, async (visit) => {
    await solveOwn(deps, await seeOwn(deps, visit.actor, numberIn(visit)))
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.solved' })
  })

  routes.post('/requests/:number/reopening', { for: 'member', form: nothingForm }, async (visit) => {
    await reopenOwn(deps, visit.actor, numberIn(visit))
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.reopened' })
  })

  routes.post('/requests/:number/rating', { for: 'member', form: ratingForm }, async (visit) => {
    await rateOwn(deps, visit.actor, { number: numberIn(visit), ...visit.form })
    return redirect(pathOf(visit), { kind: 'done', key: 'tickets:flash.rated' })
  })
}

function redactionRoutes(routes: Routes, deps: TicketDeps): void {
  const path = '/requests/:number/messages/:message/redaction'
  routes.get(path, { for: 'member' }, (visit) => redactionPage(deps, visit))

  const again = (visit: Visit, form: FormState): Promise<Answer> => redactionPage(deps, visit, form)
  routes.post(path, { for: 'member', form: redactionForm, again }, async (visit) => {
    const { passage = '', files = [] } = visit.form
    const messageId = visit.params['message'] ?? ''
    await redactMessage(deps, visit.actor, {
      number: numberIn(visit),
      messageId,
      passage,
      files: typeof files === 'string' ? [files] : files,
    })
    return redirect(`${pathOf(visit)}#post-${messageId}`, { kind: 'done', key: 'tickets:flash.redacted' })
  })
}

async function redactionPage(deps: TicketDeps, visit: Visit<unknown, unknown>, form?: FormState): Promise<Answer> {
  const number = numberIn(visit)
  const messageId = visit.params['message'] ?? ''
  const { request, message, opened = request } = await ownMessage(deps, visit.actor, { number, messageId })
  const path = `/requests/${number}/messages/${messageId}/redaction`
  const view = {
    number,
    subject: opened.subject,
    text: message.text,
    files: message.files.map(({ key, name }) => ({ key, name })),
    requestAddress: deps.link(`/requests/${number}`),
  }
  const head = requestHead(visit, 'tickets:redaction.title')
  return page('tickets/redaction', { view, head, form: form ?? freshForm(path, { passage: '' }) })
}

function fileRoutes(routes: Routes, deps: TicketDeps): void {
  routes.get('/requests/:number/files/:key', { for: 'member' }, async (visit) => {
    const { request } = await seeOwn(deps, visit.actor, numberIn(visit))
    return attachment(await findAttachment(deps, request, { key: visit.params['key'] ?? '', isStaffPage: false }))
  })

  routes.get('/requests/:number/download', { for: 'member', limit: 'write' }, async (visit) => {
    const number = numberIn(visit)
    const pieces = await packConversation(deps, visit.actor, { number, t: visit.formats.t })
    return file('application/zip', { name: `request-${number}.zip`, pieces })
  })
}

/** A file of a message: pictures may stand in the page, everything else is saved. */
export function attachment({ file: { name, type, size }, pieces }: Awaited<ReturnType<typeof findAttachment>>): Answer {
  return file(type, { name, length: size, pieces, isShown: judgesAsPicture(type) })
}
