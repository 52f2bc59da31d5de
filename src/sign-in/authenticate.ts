import * as client from 'openid-client'
import { Passport } from 'passport'
import type { Request, Response } from 'express'
import type { ProvenIdentity } from '../accounts/index.ts'
import { identityOf } from './claims.ts'
import { OidcStrategy } from './oidc-strategy.ts'
import type { SignInProvider } from './providers.ts'

/** What came of a step of a sign-in. */
export type Outcome =
  | { kind: 'go'; to: string }
  | { kind: 'proven'; identity: ProvenIdentity }
  /** The person or the issuer said no. */
  | { kind: 'refused' }
  /** The answer belongs to no sign-in that this browser began: too late, twice, or without cookies. */
  | { kind: 'lost' }
  /** The provider doesn't answer, or answers nonsense. */
  | { kind: 'down'; cause: unknown }

export interface Authentication {
  /**
   * One step with a provider: begins on /sign-in/:provider, ends on its callback. `carrier` holds the session.
   */
  step(provider: SignInProvider, carrier: Request): Promise<Outcome>
}

/** How long a provider may take to answer, in seconds. */
const patience = 8

/** Sign-in through a Passport of our own; a host's Passport is another one and stays untouched. */
export function createAuthentication(callbackUrlOf: (provider: SignInProvider) => string): Authentication {
  const passport = new Passport()
  const ready = new Map<string, Promise<void>>()
  return {
    async step(provider, carrier) {
      try {
        await prepared(provider)
      } catch (cause) {
        return { kind: 'down', cause }
      }
      return run(passport, provider.id, carrier)
    },
  }

  /** Discovery happens at first use and again after a failure: a provider that is down must not keep us from starting. */
  function prepared(provider: SignInProvider): Promise<void> {
    const known = ready.get(provider.id)
    if (known) return known
    const preparing = discover(provider).then((configuration) => {
      const options = { provider, configuration, callbackUrl: callbackUrlOf(provider) }
      passport.use(provider.id, new OidcStrategy(options, (tokens, done) => void verify(options, tokens, done)))
    })
    ready.set(provider.id, preparing)
    preparing.catch(() => ready.delete(provider.id))
    return preparing
  }
}

async function discover({ issuer, clientId, clientSecret }: SignInProvider): Promise<client.Configuration> {
  const address = new URL(issuer)
  const configuration = await client.discovery(address, clientId, clientSecret, undefined, {
    timeout: patience,
    // Plain http is for an issuer on this machine: the demo issuer and tests.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out; the configuration asks for https in production.
    ...(address.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}),
  })
  configuration.timeout = patience
  return configuration
}

type Verified = (error: unknown, identity?: ProvenIdentity | false) => void
type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers

/** The ID token's claims, completed from the userinfo endpoint when they lack a name. The tokens are not kept. */
async function verify(
  { provider, configuration }: { provider: SignInProvider; configuration: client.Configuration },
  tokens: Tokens,
  done: Verified,
): Promise<void> {
  try {
    const claims = tokens.claims()
    if (!claims) throw new Error('the issuer sent no ID token')
    const lacksName = claims['name'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
    const more = lacksName ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {}
    done(null, identityOf(provider, { ...more, ...claims }))
  } catch (error) {
    done(error)
  }
}

/** Runs a Passport strategy outside of Express's chain and gives its outcome as a value. */
function run(passport: InstanceType<typeof Passport>, name: string, carrier: Request): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (error: unknown, identity: ProvenIdentity | false | null | undefined): void => {
      if (error) resolve(outcomeOf(error))
      else if (identity) resolve({ kind: 'proven', identity })
      else resolve({ kind: hasRefusal(carrier) ? 'refused' : 'lost' })
    }
    const handler = passport.authenticate(name, { session: false }, finish) as (
      request: Request,
      response: Response,
      next: (error?: unknown) => void,
    ) => void
    const response = redirectCatcher((to) => resolve({ kind: 'go', to }))
    handler(carrier, response, (error) => resolve(outcomeOf(error)))
  })
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof client.AuthorizationResponseError) return { kind: 'refused' }
  return isLost(error) ? { kind: 'lost' } : { kind: 'down', cause: error }
}

/** Errors that say «this answer isn't for this browser's sign-in»: state, nonce or issuer differ, or the code was used. */
function isLost(error: unknown): boolean {
  if (error instanceof client.ResponseBodyError) return error.error === 'invalid_grant'
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === 'OAUTH_INVALID_RESPONSE' || error.code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'
}

function hasRefusal(carrier: Request): boolean {
  return new URL(carrier.originalUrl, 'http://unused.invalid').searchParams.has('error')
}

/** Passport redirects by writing to a response. This one takes the address instead of sending it. */
function redirectCatcher(caught: (to: string) => void): Response {
  let location = ''
  const catcher = {
    statusCode: 200,
    setHeader(name: string, value: string) {
      if (name === 'Location') location = value
    },
    end: () => caught(location),
  }
  return catcher as unknown as Response
}
