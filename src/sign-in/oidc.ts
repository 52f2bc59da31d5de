import { compactVerify, createRemoteJWKSet, type CompactVerifyGetKey } from 'jose'
import * as client from 'openid-client'
import type { VerifyFunction } from 'openid-client/passport'
import type { Proof } from './proof.ts'
import { identityOf } from './claims.ts'
import { OidcStrategy } from './oidc-strategy.ts'
import type { OidcProviderEntry } from './providers.ts'

/** How long an issuer may take to answer, in seconds. */
const patience = 8

/** What an issuer says of itself, and its keys. */
export interface Issuer {
  configuration: client.Configuration
  /** Asked for each time: issuers change theirs (OpenID Connect Core 1.0, 10.1.1), at once where one was stolen. */
  keys: CompactVerifyGetKey
}

/** Asks an issuer for its settings (OpenID Connect Discovery 1.0). Throws when it doesn't answer or answers nonsense. */
export async function discover({ issuer, clientId, clientSecret }: OidcProviderEntry): Promise<Issuer> {
  const address = new URL(issuer)
  const configuration = await client.discovery(address, clientId, clientSecret, undefined, {
    timeout: patience,
    // Plain http is for an issuer on this machine: the demo issuer and tests.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out; the configuration asks for https in production.
    ...(address.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}),
  })
  configuration.timeout = patience
  const { jwks_uri: keysAt } = configuration.serverMetadata()
  if (keysAt === undefined) throw new Error('the issuer names no keys')
  const keys = createRemoteJWKSet(new URL(keysAt), { timeoutDuration: patience * 1000, cacheMaxAge: 0 })
  return { configuration, keys }
}

interface Options {
  provider: OidcProviderEntry
  issuer: Issuer
  callbackUrl: string
}

/** The strategy of one issuer. */
export function oidcStrategy(options: Options): OidcStrategy {
  const verify: VerifyFunction = (tokens, done) => {
    proofOf(options, tokens).then(
      (proof) => {
        done(null, proof)
      },
      (error: unknown) => {
        done(error)
      },
    )
  }
  const { provider, issuer, callbackUrl } = options
  return new OidcStrategy({ provider, configuration: issuer.configuration, callbackUrl }, verify)
}

type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers

/** The ID token's claims, completed from the userinfo endpoint when they lack a name. The tokens are not kept. */
async function proofOf({ provider, issuer }: Options, tokens: Tokens): Promise<Proof> {
  const { configuration, keys } = issuer
  const claims = tokens.claims()
  if (!claims || tokens.id_token === undefined) throw new Error('the issuer sent no ID token')
  // It came over TLS from the issuer itself, and its signature is checked all the same.
  await compactVerify(tokens.id_token, keys)
  const lacksName = claims['name'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
  const more = lacksName ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {}
  const sid = claims['sid']
  return { identity: identityOf(provider, { ...more, ...claims }), ...(typeof sid === 'string' ? { sid } : {}) }
}

/** Where a person signs out at the issuer and is sent back (RP-Initiated Logout 1.0); undefined where it has no such place. */
export function logoutAddress(configuration: client.Configuration, backTo: string): string | undefined {
  if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
  return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: backTo }).href
}
