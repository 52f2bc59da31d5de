import * as client from 'openid-client'
import { Passport, type Strategy } from 'passport'
import type { Request, Response } from 'express'
import { facebookStrategy } from './facebook.ts'
import { discover, oidcStrategy } from './oidc.ts'
import type { Proof } from './proof.ts'
import type { SignInProvider } from './providers.ts'
import { twitterStrategy } from './twitter.ts'

/** What came of a step of a sign-in. */
export type Outcome =
  | { kind: 'go'; to: string }
  | ({ kind: 'proven' } & Proof)
  /** The person or the issuer said no. */
  | { kind: 'refused' }
  /** The answer belongs to no sign-in that this browser began: too late, twice, or without cookies. */
  | { kind: 'lost' }
  /** The provider doesn't answer, or answers nonsense. */
  | { kind: 'down'; cause: unknown }

export interface Authentication {
  /** One step with a provider: begins on /sign-in/:provider, ends on its callback. `carrier` holds the session. */
  step(provider: SignInProvider, carrier: Request): Promise<Outcome>
  /** An OpenID issuer's settings as discovery gives them; undefined where it doesn't answer, or is none. */
  settingsOf(provider: SignInProvider): Promise<client.Configuration | undefined>
}

/**
 * Sign-in through a Passport of our own; a host's Passport is another one and stays untouched. `patience`: milliseconds that
 * a provider may take to answer, all its answers of one step together.
 */
export function createAuthentication(
  callbackUrlOf: (provider: SignInProvider) => string,
  patience = 10_000,
): Authentication {
  const passport = new Passport()
  const discovered = new Map<string, Promise<client.Configuration>>()
  const prepared = new Map<string, Promise<void>>()
  return {
    async step(provider, carrier) {
      try {
        await prepare(provider)
      } catch (cause) {
        return { kind: 'down', cause }
      }
      return within(patience, run(passport, provider.id, carrier))
    },
    async settingsOf(provider) {
      if (provider.kind !== 'oidc' && provider.kind !== 'demo') return undefined
      return discovery(provider).catch(() => undefined)
    },
  }

  /** Discovery happens at first use and again after a failure: a provider that is down must not keep us from starting. */
  function discovery(provider: SignInProvider & { kind: 'oidc' | 'demo' }): Promise<client.Configuration> {
    return once(discovered, provider.id, () => discover(provider))
  }

  function prepare(provider: SignInProvider): Promise<void> {
    return once(prepared, provider.id, async () => {
      passport.use(provider.id, await strategyOf(provider))
    })
  }

  async function strategyOf(provider: SignInProvider): Promise<Strategy> {
    const callbackUrl = callbackUrlOf(provider)
    switch (provider.kind) {
      case 'oidc':
      case 'demo':
        // Its options are narrower than what Passport's types say every strategy takes.
        return oidcStrategy({ provider, configuration: await discovery(provider), callbackUrl }) as unknown as Strategy
      case 'facebook':
        return facebookStrategy(provider, callbackUrl)
      case 'twitter':
        return twitterStrategy(provider, callbackUrl)
      default:
        return provider satisfies never
    }
  }
}

/** The outcome, or `down` when it takes too long: the OAuth libraries wait for ever. */
async function within(milliseconds: number, outcome: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'down', cause: new Error('no answer in time') }), milliseconds)
  })
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer))
}

/** The kept promise of a name, made at first need and after each failure. */
function once<Value>(kept: Map<string, Promise<Value>>, name: string, make: () => Promise<Value>): Promise<Value> {
  const known = kept.get(name)
  if (known) return known
  const making = make()
  kept.set(name, making)
  making.catch(() => kept.delete(name))
  return making
}

/** Runs a Passport strategy outside of Express's chain and gives its outcome as a value. */
function run(passport: InstanceType<typeof Passport>, name: string, carrier: Request): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (error: unknown, proof: Proof | false | null | undefined): void => {
      if (error) resolve(outcomeOf(error))
      else if (proof) resolve({ kind: 'proven', ...proof })
      else resolve({ kind: isRefusal(carrier) ? 'refused' : 'lost' })
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

/** Providers say no with `error` (OAuth 2) or `denied` (OAuth 1.0a, Twitter). */
function isRefusal(carrier: Request): boolean {
  const { searchParams } = new URL(carrier.originalUrl, 'http://unused.invalid')
  return searchParams.has('error') || searchParams.has('denied')
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
