import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { Provider, type AdapterFactory, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { createMemoryAdapter } from '../../src/sign-in/demo-issuer/memory-adapter.ts'
import { listen } from './running.ts'

/** What the issuer knows of a person: their subject, and claims about them. */
export type Claims = { sub: string } & Record<string, unknown>

/** An OpenID provider on a port of its own, as strict as they come, with a person before it who does as told. */
export interface Issuer {
  /** Its address, without a slash at its end. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** Whom the next sign-in brings; undefined is a person who says no. */
  person: Claims | undefined
  /** Signs claims with the issuer's key, as it does its own tokens. */
  sign(claims: Record<string, unknown>): Promise<string>
  /** Takes new keys, as issuers do from time to time, and forgets the old ones at once. */
  changeKeys(): Promise<void>
  /** Paths that answer otherwise than they should, such as `/token`. */
  readonly broken: Map<string, (request: IncomingMessage, response: ServerResponse) => void>
  stop(): Promise<void>
}

/** Starts an issuer whose one client may be led back to these addresses. */
export async function startIssuer(redirectUris: readonly string[]): Promise<Issuer> {
  const server = createServer()
  // Another host name than the product's, so that neither site gets the other's cookies.
  const url = `http://127.0.0.1:${await listen(server)}`
  const people = new Map<string, Claims>()
  const adapter = createMemoryAdapter()
  let keys = await newKeys()
  const issuer: Issuer = {
    url,
    clientId: 'candor-at-acme',
    clientSecret: 'a secret of client and issuer',
    person: { sub: 'nobody' },
    broken: new Map(),
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: keys.kid, typ: 'logout+jwt' }).sign(keys.privateKey),
    async changeKeys() {
      keys = await newKeys()
      provider = await makeProvider()
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const makeProvider = async (): Promise<Provider> =>
    new Provider(url, await configuration(issuer, { redirectUris, people, adapter, keys }))
  let provider = await makeProvider()
  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', url)
    const broken = issuer.broken.get(pathname)
    if (broken) broken(request, response)
    else if (pathname.startsWith('/login/')) void decide(provider, issuer, { request, response, people })
    else void provider.callback()(request, response)
  })
  return issuer
}

interface Decision {
  request: IncomingMessage
  response: ServerResponse
  people: Map<string, Claims>
}

/** The person before the issuer: comes in and agrees, or refuses. */
async function decide(provider: Provider, issuer: Issuer, { request, response, people }: Decision): Promise<void> {
  const { person } = issuer
  if (!person) {
    await provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'said no' })
    return
  }
  people.set(person.sub, person)
  const grant = new provider.Grant({ accountId: person.sub, clientId: issuer.clientId })
  grant.addOIDCScope('openid profile email')
  const result = { login: { accountId: person.sub, remember: false }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

/** A key pair under a name that tells it from those before. */
interface Keys {
  kid: string
  privateKey: CryptoKey
}

async function newKeys(): Promise<Keys> {
  return { kid: randomUUID(), ...(await generateKeyPair('RS256', { extractable: true })) }
}

interface Inside {
  redirectUris: readonly string[]
  people: Map<string, Claims>
  adapter: AdapterFactory
  keys: Keys
}

async function configuration(
  { clientId, clientSecret }: Issuer,
  { redirectUris, people, adapter, keys }: Inside,
): Promise<Configuration> {
  return {
    adapter,
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [...redirectUris] }],
    jwks: { keys: [{ ...(await exportJWK(keys.privateKey)), kid: keys.kid, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['keys of the issuer'] },
    claims: {
      openid: ['sub', 'roles'],
      profile: ['name', 'given_name', 'family_name'],
      email: ['email', 'email_verified'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: KoaContextWithOIDC, { uid }) => `/login/${uid}` },
    findAccount: (_context, id) => {
      const claims = people.get(id)
      return claims && { accountId: id, claims: () => claims }
    },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  }
}
