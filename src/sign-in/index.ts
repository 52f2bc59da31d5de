import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import type { Request, RequestHandler } from 'express'
import type { Config } from '../config/index.ts'
import type { HostWord, Logger, Route } from '../http/index.ts'
import type { Clock, DataDeclaration } from '../kernel/index.ts'
import { createAuthentication } from './authenticate.ts'
import { backChannelRoutes } from './back-channel.routes.ts'
import { createDemoIssuer } from './demo-issuer/demo-issuer.ts'
import { personas } from './demo-issuer/personas.ts'
import type { SignInDeps } from './deps.ts'
import { facebookCallbackRoutes, type FacebookRequests } from './facebook-callbacks.routes.ts'
import { mailLinkRoutes } from './mail-link.routes.ts'
import { ownSignInsRoutes } from './own-sign-ins.routes.ts'
import { createAskHost, type AskHost } from './host/ask-host.ts'
import { createHostWord } from './host/host-word.ts'
import { hostRoutes } from './host/host.routes.ts'
import { demoIssuerPath, hostProvider, providersOf, type OidcProviderEntry, type SignInProvider } from './providers.ts'
import { reactivationRoutes } from './reactivation.routes.ts'
import { signInRoutes } from './sign-in.routes.ts'
import { trials, type SetUpProvider } from './trial/trials.ts'
import { defineUsedToken, usedTokenData } from './used-token.model.ts'
import { welcomeRoutes } from './welcome.routes.ts'

export { facebookIssuer } from './providers.ts'
export { returnPath } from './return-address.ts'

/** Coming in with an account one has: the face of this feature. */
export interface SignIn {
  readonly routes: readonly Route[]
  /** The demo issuer, where it is on, with its path below the mount path. */
  readonly mounted: readonly { path: string; handler: RequestHandler }[]
  readonly declarations: readonly DataDeclaration[]
  /** The ways to sign in, for who sets the site up. */
  readonly setUp: readonly SetUpProvider[]
}

interface Options extends Omit<SignInDeps, 'authentication' | 'providers' | 'lifetimes'> {
  config: Config
  host: HostSignOn | undefined
  connection: Connection
  /** Milliseconds that a provider may take to answer. */
  patience?: number
  /** Carries out what Facebook asks for on behalf of its people. */
  facebookRequests: FacebookRequests
  /** Renders a template that stands outside the product's own layout. */
  renderPlain: (request: Request, template: string, view: object) => string
}

/** A host that says in its own process who is signed in there. */
export interface HostSignOn {
  ask: AskHost
  word: HostWord
}

/** The sign-on of the host that the settings name; nothing where they name none that can be asked. */
export function createHostSignOn(
  config: Config,
  given: Pick<SignInDeps, 'accounts'> & { clock: Clock; log: Logger },
): HostSignOn | undefined {
  const provider = hostProvider(config)
  if (!provider?.currentUser) return undefined
  const ask = createAskHost(provider, given.log)
  return { ask, word: createHostWord({ ...given, askHost: ask }) }
}

/** Sets the feature up for one instance. */
export async function createSignIn(options: Options): Promise<SignIn> {
  const { config, connection, facebookRequests, renderPlain, patience, host, ...rest } = options
  const providers = providersOf(config, randomBytes(32).toString('base64url'))
  const callbackUrlOf = ({ id }: SignInProvider): string => `${config.url}/sign-in/${id}/callback`
  const deps: SignInDeps = {
    ...rest,
    providers,
    lifetimes: { hours: config.sessionHours, days: config.rememberDays },
    authentication: createAuthentication({ callbackUrlOf, clock: rest.clock, patience }),
  }
  const usedTokens = defineUsedToken(connection)
  const facebook = providers.find((provider) => provider.kind === 'facebook')
  const routes = [
    // Before sign-in's own: `/sign-in/mail` is no provider.
    ...mailLinkRoutes(deps).table,
    ...backChannelRoutes({ ...deps, usedTokens }).table,
    ...facebookCallbackRoutes(deps, { provider: facebook, requests: facebookRequests }).table,
    ...hostRoutes({ ...deps, usedTokens, host: hostProvider(config) }).table,
    ...signInRoutes(deps, host?.ask ?? (() => Promise.resolve(undefined))).table,
    ...welcomeRoutes(deps).table,
    ...ownSignInsRoutes(deps).table,
    ...reactivationRoutes(deps).table,
  ]
  const demo = providers.find((provider): provider is OidcProviderEntry => provider.kind === 'demo')
  const mounted = demo ? [await mountDemo(demo, callbackUrlOf(demo), renderPlain)] : []
  const setUp = trials({ providers, callbackUrlOf, fullAddress: rest.fullAddress })
  return { routes, mounted, declarations: [usedTokenData], setUp }
}

async function mountDemo(
  demo: OidcProviderEntry,
  callbackUrl: string,
  renderPlain: Options['renderPlain'],
): Promise<{ path: string; handler: RequestHandler }> {
  const personasPage = (request: Request, action: string): string =>
    renderPlain(request, 'demo/personas', { personas, action })
  return { path: demoIssuerPath, handler: await createDemoIssuer({ provider: demo, callbackUrl, personasPage }) }
}
