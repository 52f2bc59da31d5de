import { z } from 'zod'
import { body, createRoutes, type Answer, type Routes } from '../http/index.ts'
import { readLogoutToken } from './commands/read-logout-token.ts'
import type { SignInDeps } from './deps.ts'
import type { UsedTokenModel } from './used-token.model.ts'

const logoutForm = z.object({ logout_token: z.string().max(20_000) })

/** Back-channel logout (OpenID Connect Back-Channel Logout 1.0): an issuer signs its people out here, server to server. */
export function backChannelRoutes(deps: SignInDeps & { usedTokens: UsedTokenModel }): Routes {
  const routes = createRoutes()

  routes.post(
    '/sign-in/:provider/backchannel-logout',
    {
      for: 'visitor',
      form: logoutForm,
      fromAnywhere: true,
      limit: 'server',
      again: () => Promise.resolve(refused('logout_token is missing')),
    },
    async (visit) => {
      const provider = deps.providers.find(({ id }) => id === visit.params['provider'])
      if (!provider || provider.kind === 'facebook' || provider.kind === 'twitter') return refused('no such provider')
      const read = await readLogoutToken(deps, provider, visit.form.logout_token)
      if ('fault' in read) return refused(read.fault)
      await deps.sessions.endOfIssuer(provider.issuer, read.whose)
      return body('text/plain; charset=utf-8', '')
    },
  )

  return routes
}

/** 400 with the reason in the form that the specification names (2.8). */
function refused(fault: string): Answer {
  const content = JSON.stringify({ error: 'invalid_request', error_description: fault })
  return body('application/json; charset=utf-8', content, 400)
}
