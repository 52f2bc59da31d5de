import { z } from 'zod'
import { body, createRoutes, page, type Answer, type Routes } from '../http/index.ts'
import { NotFound } from '../kernel/index.ts'
import { readSignedRequest } from './commands/read-signed-request.ts'
import type { SignInDeps } from './deps.ts'
import type { FacebookProvider } from './providers.ts'

/** What Facebook asks for on behalf of one of its people; carried out by the composition root. */
export interface FacebookRequests {
  /** Erases the account of a Facebook id. Gives the code of the page that tells what became of it. */
  erase(subject: string): Promise<string>
  /** Takes the Facebook identity off its account; an account with no other way in is closed. */
  deauthorise(subject: string): Promise<void>
  /** The state of a deletion by its code; undefined for a code that is none. */
  stateOf(code: string): Promise<{ askedAt: Date; doneAt?: Date } | undefined>
}

const signedForm = z.object({ signed_request: z.string().max(10_000) })

/** Facebook's data deletion and deauthorise callbacks: signed by the app's secret, server to server. */
export function facebookCallbackRoutes(
  deps: SignInDeps,
  { provider, requests }: { provider: FacebookProvider | undefined; requests: FacebookRequests },
): Routes {
  const routes = createRoutes()
  const options = {
    for: 'visitor',
    form: signedForm,
    fromAnywhere: true,
    limit: 'server',
    again: () => Promise.resolve(refused()),
  } as const

  routes.post('/sign-in/facebook/deletion', options, async (visit) => {
    const subject = provider && readSignedRequest(visit.form.signed_request, provider.appSecret)
    if (subject === undefined) return refused()
    const code = await requests.erase(subject)
    const content = { url: deps.fullAddress(`/data-deletion/${code}`), confirmation_code: code }
    return body('application/json; charset=utf-8', JSON.stringify(content))
  })

  routes.post('/sign-in/facebook/deauthorisation', options, async (visit) => {
    const subject = provider && readSignedRequest(visit.form.signed_request, provider.appSecret)
    if (subject === undefined) return refused()
    await requests.deauthorise(subject)
    return body('application/json; charset=utf-8', '{}')
  })

  routes.get('/data-deletion/:code', { for: 'visitor' }, async (visit) => {
    const state = await requests.stateOf(visit.params['code'] ?? '')
    if (!state) throw new NotFound('no such code')
    const head = { title: visit.formats.t('sign-in:deletion.title'), robots: 'noindex' as const }
    return page('sign-in/deletion', { view: { code: visit.params['code'], ...state }, head })
  })

  return routes
}

function refused(): Answer {
  return body('application/json; charset=utf-8', '{"error":"signed_request can not be read"}', 400)
}
