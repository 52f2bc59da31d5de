import { randomBytes } from 'node:crypto'
import { Router, urlencoded, type Request, type RequestHandler, type Response } from 'express'
import { exportJWK, generateKeyPair } from 'jose'
import type Provider from 'oidc-provider'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type { OidcProviderEntry } from '../providers.ts'
import { createMemoryAdapter } from './memory-adapter.ts'
import { personas } from './personas.ts'

interface Options {
  /** The provider entry that signs in here: issuer, client id and secret. */
  provider: OidcProviderEntry
  callbackUrl: string
  /** Renders the page that asks who to be, given where its form goes. */
  personasPage: (request: Request, action: string) => string
}

/**
 * A real OpenID provider in this process, so that a newcomer signs in without registering an application anywhere.
 * It has no passwords: whoever reaches it can be any of its people. The configuration refuses it in production.
 */
export async function createDemoIssuer(options: Options): Promise<RequestHandler> {
  // Loaded here only: a production process never pays for it.
  const { Provider } = await import('oidc-provider')
  const provider = new Provider(options.provider.issuer, await configuration(options))
  provider.proxy = true
  const router = Router()
  router.get(
    '/choose/:uid',
    (request, response, next) => void showPersonas(provider, options, { request, response }).catch(next),
  )
  router.post('/choose/:uid', urlencoded({ extended: false, limit: '4kb' }), (request, response, next) => {
    void choosePersona(provider, request, response).catch(next)
  })
  router.use(provider.callback())
  return router
}

interface Exchange {
  request: Request
  response: Response
}

async function showPersonas(
  provider: Provider,
  { personasPage, provider: { issuer } }: Options,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange
  const { uid } = await provider.interactionDetails(request, response)
  response
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(personasPage(request, `${new URL(issuer).pathname}/choose/${uid}`))
}

async function choosePersona(provider: Provider, request: Request, response: Response): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const body: unknown = request.body
  const chosen = typeof body === 'object' && body !== null && 'persona' in body ? body.persona : undefined
  const persona = personas.find(({ id }) => id === chosen)
  if (!persona) {
    response.redirect(303, request.originalUrl)
    return
  }
  // No question about consent: the client is the very site that runs the issuer.
  const grant = new provider.Grant({ accountId: persona.id, clientId: String(params['client_id']) })
  grant.addOIDCScope('openid profile email')
  const result = { login: { accountId: persona.id, remember: false }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

async function configuration({ provider, callbackUrl }: Options): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const path = new URL(provider.issuer).pathname
  return {
    adapter: createMemoryAdapter(),
    clients: [
      {
        client_id: provider.clientId,
        ...(provider.clientSecret === undefined ? {} : { client_secret: provider.clientSecret }),
        redirect_uris: [callbackUrl],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'ES256' }] },
    // The session's cookie is for a path where nothing is, so it never comes back: a browser that was one person may be
    // another one next, where oidc-provider would have a script sign the first one out in between.
    cookies: { keys: [randomBytes(32).toString('base64url')], short: { path }, long: { path: `${path}/nowhere` } },
    claims: { openid: ['sub', 'roles'], profile: ['name'], email: ['email', 'email_verified'] },
    // Everything stands in the ID token: one trip less, and nothing of it is secret.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_context: KoaContextWithOIDC, interaction) => `${path}/choose/${interaction.uid}` },
    findAccount: (_context, id) => {
      const persona = personas.find((each) => each.id === id)
      if (!persona) return undefined
      const { name, email, roles } = persona
      return { accountId: id, claims: () => ({ sub: id, name, email, email_verified: true, roles }) }
    },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 3600, Session: 3600 },
    renderError: (context, out) => {
      context.type = 'text'
      context.body = `${out.error}: ${out.error_description ?? ''}`
    },
  }
}
