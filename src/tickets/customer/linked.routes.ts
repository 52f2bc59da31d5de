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
import { newId, NotAllowed, NotFound } from '../../kernel/index.ts'
import { addMessage } from '../commands/add-message.ts'
import { solveOwn } from '../commands/set-state.ts'
import type { TicketDeps } from '../deps.ts'
import { seeByLink, type SeenByLink } from '../load.ts'
import { requestHead } from '../pages.ts'
import { peopleOf } from '../people.ts'
import { findAttachment } from '../queries/find-attachment.ts'
import { showByLink } from '../queries/show-own.ts'
import { conversationQuery, linkedReplyForm, nothingForm } from '../tickets.forms.ts'
import { attachment } from './deeds.routes.ts'

const at = '/requests/mailed/:token'

const pathOf = (visit: Visit<unknown, unknown>): string => `/requests/mailed/${visit.params['token'] ?? ''}`

/**
 * A conversation for who has no account, by a link in the mails to them: reading it, answering, ending it, and having the
 * link sent anew once it is too old. Nothing else is open to it, and the link is the only thing that says who they are.
 */
export function linkedRoutes(deps: TicketDeps): Routes {
  const routes = createRoutes()
  const seen = (visit: Visit<unknown, unknown>): Promise<SeenByLink> => seeByLink(deps, visit.params['token'] ?? '')

  routes.get(at, { for: 'visitor', query: conversationQuery }, async (visit) =>
    linkedPage(deps, visit, { seen: await seen(visit), before: visit.query.before }),
  )

  const again = async (visit: Visit, form: FormState): Promise<Answer> =>
    linkedPage(deps, visit, { seen: stillOpen(await seen(visit)), form })
  const options = { for: 'visitor', form: linkedReplyForm, again, limit: 'post' } as const
  routes.post(`${at}/messages`, options, async (visit) => {
    const { request, email } = stillOpen(await seen(visit))
    const words = { number: request.number, kind: 'message', format: 'markdown', files: [], side: 'own' } as const
    const sender = { kind: 'address', email, name: '', isProven: true } as const
    const { messageId } = await addMessage(deps, sender, { ...words, ...visit.form })
    return redirect(`${pathOf(visit)}#post-${messageId}`)
  })

  routes.post(`${at}/closure`, { for: 'visitor', form: nothingForm }, async (visit) => {
    await solveOwn(deps, stillOpen(await seen(visit)))
    return redirect(pathOf(visit))
  })

  routes.get(`${at}/files/:key`, { for: 'visitor' }, async (visit) => {
    const { request, link } = await seen(visit)
    if (link !== 'open') throw new NotFound('too old')
    return attachment(await findAttachment(deps, request, { key: visit.params['key'] ?? '', isStaffPage: false }))
  })

  routes.post(`${at}/renewal`, { for: 'visitor', form: nothingForm, limit: 'mail' }, async (visit) => {
    const found = await seen(visit)
    const to = (await peopleOf(deps, found.request)).find(
      ({ email, role }) => email === found.email && role !== 'agent',
    )
    if (to) await deps.letters.renewed(found.request, to)
    return page('tickets/link-over', { view: { isSent: true }, head: requestHead(visit, 'tickets:linked.over') })
  })

  return routes
}

/** Goes on while the link lets in. Throws NotAllowed, which leaves a typed text on the page. */
function stillOpen(seen: SeenByLink): SeenByLink {
  if (seen.link !== 'open') throw new NotAllowed('tickets:rules.linkOver')
  return seen
}

async function linkedPage(
  deps: TicketDeps,
  visit: Visit<unknown, unknown>,
  { seen, before, form }: { seen: SeenByLink; before?: string | undefined; form?: FormState },
): Promise<Answer> {
  const path = pathOf(visit)
  if (seen.link === 'account') return redirect(`/requests/${seen.request.number}`)
  if (seen.link === 'over') {
    const head = requestHead(visit, 'tickets:linked.over')
    return page('tickets/link-over', { view: { isSent: false }, head, form: freshForm(`${path}/renewal`), status: 410 })
  }
  const view = await showByLink(deps, seen, { at: path, before, nobody: visit.formats.t('tickets:nobody') })
  const head = { ...requestHead(visit, 'tickets:request.title'), title: `#${seen.request.number}` }
  const blank = freshForm(`${path}/messages`, { text: '', submission: newId() })
  return page('tickets/linked', { view, head, form: form ?? blank })
}
