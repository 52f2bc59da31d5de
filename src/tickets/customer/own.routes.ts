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
import { newId } from '../../kernel/index.ts'
import { addMessage } from '../commands/add-message.ts'
import { openRequest } from '../commands/open-request.ts'
import { htmlOf } from '../compose.ts'
import type { TicketDeps } from '../deps.ts'
import { ownStateKeys } from '../labels.words.ts'
import { liveNews } from '../live-news.ts'
import { seeOwn } from '../load.ts'
import { memberOf, numberIn, requestHead } from '../pages.ts'
import { numberOf } from '../queries/find-thread.ts'
import { listOwn } from '../queries/list-own.ts'
import { readSettings } from '../queries/read-settings.ts'
import { showOwn } from '../queries/show-own.ts'
import {
  conversationQuery,
  liveQuery,
  newRequestForm,
  newRequestQuery,
  ownListQuery,
  replyForm,
} from '../tickets.forms.ts'
import { largestFile, most } from '../tickets.words.ts'

export const filesUpload = {
  field: 'files',
  maxBytes: largestFile,
  most: most.files,
  tooLarge: 'tickets:rules.fileTooLarge',
  tooMany: 'tickets:rules.tooManyFiles',
}

/** One of each that customers see by a name of its own. */
const shownStates = ['open', 'pending', 'solved', 'closed'] as const

const newPath = '/requests/new'

/** What a customer asked: opening requests, their list, one as a conversation. */
export function ownRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()
  listRoutes(routes, deps)
  conversationRoutes(routes, deps)
  return routes
}

function listRoutes(routes: Routes, deps: TicketDeps): void {
  routes.get('/requests', { for: 'member', query: ownListQuery }, async (visit) => {
    const { q = '', state } = visit.query
    const view = {
      ...(await listOwn(deps, visit.actor, visit.query)),
      newAddress: deps.link(newPath),
      q,
      ...(state === undefined ? {} : { state }),
      states: shownStates.map((name) => ({ name, labelKey: ownStateKeys[name] })),
    }
    const form = freshForm('/requests', { q, state: state ?? '' })
    return page('tickets/list', { view, head: requestHead(visit, 'tickets:list.title'), form })
  })

  routes.get(newPath, { for: 'member', query: newRequestQuery }, async (visit) => {
    const values = { ...(await contactOf(deps, visit)), followsUp: visit.query.followsUp ?? '', submission: newId() }
    return newPage(deps, visit, { form: freshForm(newPath, values) })
  })

  const again = (visit: Visit, form: FormState): Promise<Answer> => newPage(deps, visit, { form })
  const options = { for: 'member', form: newRequestForm, upload: filesUpload, again, limit: 'post' } as const
  routes.post(newPath, options, async (visit) => {
    const { act, name, email, cc = [], followsUp = '', ...fields } = visit.form
    if (act === 'preview') return newPage(deps, visit, { form: typed(visit, newPath), preview: fields.text })
    const { number } = await openRequest(deps, memberOf(visit), {
      ...fields,
      format: 'markdown',
      files: visit.uploads,
      locale: visit.formats.locale,
      contact: { name, email },
      cc,
      ...(followsUp === '' ? {} : { followsUp: Number(followsUp) }),
    })
    return redirect(`/requests/${number}`, { kind: 'done', key: 'tickets:flash.opened', params: { number } })
  })
}

function conversationRoutes(routes: Routes, deps: TicketDeps): void {
  routes.get('/requests/:number', { for: 'member', query: conversationQuery }, async (visit) => {
    const { request } = await seeOwn(deps, visit.actor, numberIn(visit))
    const into = request.mergedInto === undefined ? undefined : await numberOf(deps, request._id)
    if (into !== undefined) return redirect(`/requests/${into}`)
    return requestPage(deps, visit, { before: visit.query.before })
  })

  const again = (visit: Visit, form: FormState): Promise<Answer> => requestPage(deps, visit, { form })
  const options = { for: 'member', form: replyForm, upload: filesUpload, again, limit: 'post' } as const
  routes.post('/requests/:number/messages', options, async (visit) => {
    const number = numberIn(visit)
    const { act, text, submission } = visit.form
    const path = `/requests/${number}/messages`
    if (act === 'preview') return requestPage(deps, visit, { form: typed(visit, path), preview: text })
    const words = { number, text, submission, files: visit.uploads, ...asCustomer }
    const { messageId } = await addMessage(deps, memberOf(visit), words)
    return redirect(`/requests/${number}#post-${messageId}`)
  })

  routes.get('/requests/:number/live', { for: 'member', query: liveQuery }, (visit) => liveNews(deps, visit, false))
}

const asCustomer = { format: 'markdown', kind: 'message', side: 'own' } as const

interface Shown {
  before?: string | undefined
  form?: FormState
  preview?: string
}

async function requestPage(deps: TicketDeps, visit: Visit<unknown, unknown>, shown: Shown): Promise<Answer> {
  const number = numberIn(visit)
  const { before, form, preview } = shown
  const own = await showOwn(deps, visit.actor, { number, before, nobody: visit.formats.t('tickets:nobody') })
  const view = { ...own, ...previewOf(deps, preview) }
  const head = { ...requestHead(visit, 'tickets:request.title'), title: `#${number}` }
  const blank = freshForm(`/requests/${number}/messages`, { text: '', submission: newId() })
  return page('tickets/request', { view, head, form: form ?? blank })
}

/** Name and address as the account has them; both may be changed. */
async function contactOf({ accounts }: TicketDeps, visit: Visit<unknown, unknown>): Promise<Record<string, string>> {
  const { id } = memberOf(visit)
  const facts = (await accounts.recipients([id])).get(id)
  return { name: facts?.name ?? '', email: facts?.email ?? '' }
}

async function newPage(
  deps: TicketDeps,
  visit: Visit<unknown, unknown>,
  { form, preview }: { form: FormState; preview?: string },
): Promise<Answer> {
  const { id } = memberOf(visit)
  const facts = (await deps.accounts.recipients([id])).get(id)
  const { categories } = await readSettings(deps)
  const view = { categories, hasAddress: facts?.email !== undefined, ...previewOf(deps, preview) }
  const values = { subject: '', text: '', cc: '', categoryId: '', ...form.values }
  const head = requestHead(visit, 'tickets:new.title')
  return page('tickets/new', { view, head, form: { ...form, values } })
}

/** What was typed, for a page that shows how it would look. */
function typed(visit: Visit<object, unknown>, action: string): FormState {
  const body = visit.request.body as Record<string, unknown>
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return freshForm(action, Object.fromEntries(texts))
}

function previewOf({ siteOrigin }: TicketDeps, text: string | undefined): { preview?: string } {
  return text === undefined ? {} : { preview: htmlOf({ text, format: 'markdown' }, { siteOrigin }) }
}
