import { randomBytes } from 'node:crypto'
import { good, note, wrong, type Finding } from '../../kernel/index.ts'
import { discover, type Issuer } from '../oidc.ts'
import type { OidcProviderEntry } from '../providers.ts'
import { ask, fieldOf, form } from './ask.ts'

/**
 * Tries an issuer as far as that goes without a person: its own description, whether it knows the client and its secret,
 * and whether it would send a browser back to our address.
 */
export async function tryOidc(provider: OidcProviderEntry, callbackUrl: string): Promise<Finding[]> {
  let issuer: Issuer
  try {
    issuer = await discover(provider)
  } catch {
    return [await whyNotFound(provider)]
  }
  const { token_endpoint: tokenAddress, authorization_endpoint: address } = issuer.configuration.serverMetadata()
  return [
    good('setup:oidc.found', { issuer: provider.issuer }),
    ...(tokenAddress === undefined ? [] : [await tryClient(provider, { tokenAddress, callbackUrl })]),
    ...(address === undefined ? [] : [await tryCallback(provider, { address, callbackUrl })]),
  ]
}

async function whyNotFound({ issuer }: OidcProviderEntry): Promise<Finding> {
  const address = `${issuer}/.well-known/openid-configuration`
  const { status, text } = await ask(address)
  if (status !== 200) return wrong('setup:oidc.notFound', { address, status })
  const named = fieldOf(text, 'issuer')
  if (typeof named !== 'string') return wrong('setup:oidc.nonsense', { address })
  return named === issuer
    ? wrong('setup:oidc.incomplete', { address })
    : wrong('setup:oidc.otherIssuer', { issuer, named })
}

/** A code that the issuer never gave: who knows the client says that the code is wrong, and who doesn't says that first. */
async function tryClient(
  { clientId, clientSecret }: OidcProviderEntry,
  { tokenAddress, callbackUrl }: { tokenAddress: string; callbackUrl: string },
): Promise<Finding> {
  const fields = {
    grant_type: 'authorization_code',
    code: randomBytes(16).toString('hex'),
    redirect_uri: callbackUrl,
    code_verifier: randomBytes(32).toString('base64url'),
    client_id: clientId,
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  }
  const { status, text } = await ask(tokenAddress, form(fields))
  const error = fieldOf(text, 'error')
  if (error === 'invalid_grant') return good('setup:oidc.client', { clientId })
  if (error === 'invalid_client' || error === 'unauthorized_client' || status === 401)
    return wrong('setup:oidc.noClient', { clientId })
  return note('setup:oidc.clientUnclear', { answer: typeof error === 'string' ? error.slice(0, 60) : status })
}

/** What an issuer answers to our client that knows the address and finds nobody signed in (OpenID Connect Core 1.0, 3.1.2.6). */
const nobodyThere = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required']

async function tryCallback(
  { clientId }: OidcProviderEntry,
  { address, callbackUrl }: { address: string; callbackUrl: string },
): Promise<Finding> {
  const question = new URL(address)
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callbackUrl,
    scope: 'openid',
    prompt: 'none',
    state: randomBytes(16).toString('base64url'),
    nonce: randomBytes(16).toString('base64url'),
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) question.searchParams.set(name, value)
  const { status, location } = await ask(question)
  if (location?.startsWith(callbackUrl)) {
    const error = new URL(location).searchParams.get('error') ?? ''
    return nobodyThere.includes(error)
      ? good('setup:callback.known', { address: callbackUrl })
      : wrong('setup:callback.error', { address: callbackUrl, error: error.slice(0, 60) })
  }
  return status >= 400
    ? wrong('setup:callback.refused', { address: callbackUrl, status })
    : note('setup:callback.unclear', { address: callbackUrl })
}
