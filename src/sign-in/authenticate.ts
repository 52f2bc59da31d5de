import { Passport, type Strategy } from 'passport'
import type { Request, Response } from 'express'
import { facebookStrategy } from './facebook.ts'
import { discover, oidcStrategy, type Issuer } from './oidc.ts'
import { outcomeOf, outcomeWithoutProof, type Outcome } from './outcome.ts'
import type { Proof } from './proof.ts'
import type { OidcProviderEntry, SignInProvider } from './providers.ts'
import { twitterStrategy } from './twitter.ts'

export interface Authentication {
  /** One step with a provider: begins on /sign-in/:provider, ends on its callback. `carrier` holds the session. */
  step(provider: SignInProvider, carrier: Request): Promise<Outcome>
  /** An OpenID issuer as discovery gives it; undefined where it doesn't answer, or is none. */
  issuerOf(provider: SignInProvider): Promise<Issuer | undefined>
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
  const discovered = new Map<string, Promise<Issuer>>()
  return {
    async step(provider, carrier) {
      try {
        const strategy = await strategyOf(provider)
        return await within(patience, run(passport, strategy, carrier))
      } catch (cause) {
        return { kind: 'down', cause }
      }
    },
    async issuerOf(provider) {
      if (provider.kind !== 'oidc' && provider.kind !== 'demo') return undefined
      return discovery(provider).catch(() => undefined)
    },
  }

  /** Discovery happens at first use and again after a failure: a provider that is down must not keep us from starting. */
  function discovery(provider: OidcProviderEntry): Promise<Issuer> {
    return once(discovered, provider.id, () => discover(provider))
  }

  async function strategyOf(provider: SignInProvider): Promise<Strategy> {
    const callbackUrl = callbackUrlOf(provider)
    switch (provider.kind) {
      case 'oidc':
      case 'demo':
        // Its options are narrower than what Passport's types say every strategy takes.
        return oidcStrategy({ provider, issuer: await discovery(provider), callbackUrl }) as unknown as Strategy
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
function run(passport: InstanceType<typeof Passport>, strategy: Strategy, carrier: Request): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (error: unknown, proof: Proof | false | null | undefined): void => {
      if (error) resolve(outcomeOf(error))
      else resolve(proof ? { kind: 'proven', ...proof } : outcomeWithoutProof(carrier))
    }
    const handler = passport.authenticate(strategy, { session: false }, finish) as (
      request: Request,
      response: Response,
      next: (error?: unknown) => void,
    ) => void
    const response = redirectCatcher((to) => resolve({ kind: 'go', to }))
    handler(carrier, response, (error) => resolve(outcomeOf(error)))
  })
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
