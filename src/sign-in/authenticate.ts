import { Passport, type Strategy } from 'passport'
import type { Request, Response } from 'express'
import type { Clock } from '../kernel/index.ts'
import { facebookStrategy } from './facebook.ts'
import { discover, oidcStrategy, type Issuer } from './oidc.ts'
import { outcomeOf, outcomeWithoutProof, type Outcome } from './outcome.ts'
import type { Proof } from './proof.ts'
import type { HostProvider, OidcProviderEntry, SignInProvider } from './providers.ts'
import { twitterStrategy } from './twitter.ts'

/** A provider on a site of its own, that a browser is sent to and comes back from. */
export type AwayProvider = Exclude<SignInProvider, HostProvider>

export interface Authentication {
  /** One step with a provider: begins on /sign-in/:provider, ends on its callback. `carrier` holds the session. */
  step(provider: AwayProvider, carrier: Request): Promise<Outcome>
  /** An OpenID issuer as discovery gives it; undefined where it doesn't answer, or is none. */
  issuerOf(provider: SignInProvider): Promise<Issuer | undefined>
}

/** What an issuer says of itself holds so long, in milliseconds: the addresses that it names may change. */
const discoveryHolds = 60 * 60 * 1000

interface Options {
  callbackUrlOf: (provider: SignInProvider) => string
  clock: Clock
  /** Milliseconds that a provider may take to answer, all its answers of one step together. */
  patience?: number | undefined
}

/** Sign-in through a Passport of our own; a host's Passport is another one and stays untouched. */
export function createAuthentication({ callbackUrlOf, clock, patience = 10_000 }: Options): Authentication {
  const passport = new Passport()
  const discovered = new Map<string, { at: number; issuer: Promise<Issuer> }>()
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

  /** Discovery happens at first use, again after a failure and now and then: a provider that is down must not keep us from starting. */
  function discovery(provider: OidcProviderEntry): Promise<Issuer> {
    const at = clock().getTime()
    const known = discovered.get(provider.id)
    if (known && at - known.at < discoveryHolds) return known.issuer
    const asked = { at, issuer: discover(provider) }
    discovered.set(provider.id, asked)
    asked.issuer.catch(() => {
      if (discovered.get(provider.id) === asked) discovered.delete(provider.id)
    })
    return asked.issuer
  }

  async function strategyOf(provider: AwayProvider): Promise<Strategy> {
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
