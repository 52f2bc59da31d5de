import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { chooseMails } from './commands/choose-mails.ts'
import { unsubscribe } from './commands/unsubscribe.ts'
import type { MailPreferencesDeps } from './deps.ts'
import { preferencesForm, unsubscribeForm } from './mail-preferences.forms.ts'
import type { UnsubscribedView } from './mail-preferences.views.ts'
import { showPreferences } from './queries/show-preferences.ts'
import { showUnsubscribe } from './queries/show-unsubscribe.ts'

const preferencesPath = '/me/mails'

/** Where people say which mails they want. */
export function preferencesRoutes(deps: MailPreferencesDeps): Routes {
  const routes = createRoutes()

  routes.get(preferencesPath, { for: 'member' }, (visit) => preferencesPage(deps, visit))

  routes.post(
    preferencesPath,
    { for: 'member', form: preferencesForm, again: (visit, form) => preferencesPage(deps, visit, form) },
    async (visit) => {
      await chooseMails(deps, visit.actor, visit.form)
      return redirect(preferencesPath, { kind: 'done', key: 'mail:preferences.saved' })
    },
  )

  // Only asks: programs that look for danger in mails open every link.
  routes.get('/unsubscribe/:token', { for: 'visitor' }, (visit) => {
    const head = { title: visit.formats.t('mail:unsubscribe.title'), robots: 'noindex' as const }
    return page('mail-preferences/unsubscribe', { view: showUnsubscribe(deps, visit.params['token'] ?? ''), head })
  })

  routes.post('/unsubscribe/:token', { for: 'visitor', form: unsubscribeForm, fromAnywhere: true }, async (visit) => {
    const token = visit.params['token'] ?? ''
    const { everything } = await unsubscribe(deps, { token, form: visit.form })
    const { titleKey } = showUnsubscribe(deps, token)
    const view: UnsubscribedView = {
      everything,
      ...(titleKey === undefined ? {} : { titleKey }),
      preferencesAddress: deps.link(preferencesPath),
    }
    const head = { title: visit.formats.t('mail:unsubscribe.doneTitle'), robots: 'noindex' as const }
    // No redirect: mail programs may not follow one (RFC 8058, 3.1).
    return page('mail-preferences/unsubscribed', { view, head })
  })

  return routes
}

async function preferencesPage(deps: MailPreferencesDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const head = { title: visit.formats.t('mail:preferences.title'), robots: 'noindex' as const }
  const view = await showPreferences(deps, visit.actor)
  return page('mail-preferences/preferences', { view, head, form: form ?? freshForm(preferencesPath) })
}
