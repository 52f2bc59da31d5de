import { body, createRoutes, page, redirect, type Routes, type Visit } from '../http/index.ts'
import { discardMail } from './commands/discard-mail.ts'
import { retryMail } from './commands/retry-mail.ts'
import type { MailPreferencesDeps } from './deps.ts'
import { nothingForm, outboxQuery } from './mail-preferences.forms.ts'
import { outboxPath } from './outbox-paths.ts'
import { listMails } from './queries/list-mails.ts'
import { showMail, showMailHtml } from './queries/show-mail.ts'

/** The owner's view of the mails that leave, and those that can't. */
export function outboxRoutes(deps: MailPreferencesDeps): Routes {
  const routes = createRoutes()

  routes.get(outboxPath, { for: 'owner', query: outboxQuery }, async (visit) =>
    page('staff/mail', { view: await listMails(deps, visit.query), head: headOf(visit, 'mail:outbox.title') }),
  )

  routes.get(`${outboxPath}/:id`, { for: 'owner' }, async (visit) => {
    const view = await showMail(deps, idOf(visit))
    return page('staff/mail-text', { view, head: headOf(visit, 'mail:outbox.title') })
  })

  routes.get(`${outboxPath}/:id/html`, { for: 'owner' }, async (visit) => {
    const html = await showMailHtml(deps, idOf(visit))
    standAlone(visit)
    return body('text/html; charset=utf-8', html)
  })

  routes.post(`${outboxPath}/:id/attempts`, { for: 'owner', form: nothingForm }, async (visit) => {
    await retryMail(deps, visit.actor, { id: idOf(visit) })
    return redirect(outboxPath, { kind: 'done', key: 'mail:outbox.retried' })
  })

  routes.post(`${outboxPath}/:id/removal`, { for: 'owner', form: nothingForm }, async (visit) => {
    await discardMail(deps, visit.actor, { id: idOf(visit) })
    return redirect(outboxPath, { kind: 'done', key: 'mail:outbox.discarded' })
  })

  return routes
}

/** A mail brings styles of its own, and is shown as if it came from nowhere: no script, no form, nothing fetched. */
function standAlone({ request }: Visit): void {
  request.res?.setHeader(
    'Content-Security-Policy',
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  )
}

const idOf = ({ params }: Pick<Visit, 'params'>): string => params['id'] ?? ''

function headOf({ formats }: Pick<Visit, 'formats'>, titleKey: string) {
  return { title: formats.t(titleKey), robots: 'noindex' as const, section: 'staff' as const }
}
