import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Accounts } from '../accounts/index.ts'
import type { Config } from '../config/index.ts'
import type { Logger, Route } from '../http/index.ts'
import { createAuthentication } from './authenticate.ts'
import { createDemoIssuer } from './demo-issuer/demo-issuer.ts'
import { personas } from './demo-issuer/personas.ts'
import { demoIssuerPath, providersOf, type SignInProvider } from './providers.ts'
import { signInRoutes } from './sign-in.routes.ts'

/** Coming in with an account one has: the face of this feature. */
export interface SignIn {
  readonly routes: readonly Route[]
  /** The demo issuer, where it is on, with its path below the mount path. */
  readonly mounted: readonly { path: string; handler: RequestHandler }[]
}

interface Options {
  config: Config
  accounts: Accounts
  log: Logger
  /** Renders a template that stands outside the product's own layout. */
  renderPlain: (request: Request, template: string, view: object) => string
}

/** Sets the feature up for one instance. */
export async function createSignIn({ config, accounts, log, renderPlain }: Options): Promise<SignIn> {
  const providers = providersOf(config, randomBytes(32).toString('base64url'))
  const callbackUrlOf = ({ id }: SignInProvider): string => `${config.url}/sign-in/${id}/callback`
  const authentication = createAuthentication(callbackUrlOf)
  const { table } = signInRoutes({ accounts, authentication, providers, mountPath: config.mountPath, log })
  const demo = providers.find(({ kind }) => kind === 'demo')
  if (!demo) return { routes: table, mounted: [] }
  const personasPage = (request: Request, action: string): string =>
    renderPlain(request, 'demo/personas', { personas, action })
  const handler = await createDemoIssuer({ provider: demo, callbackUrl: callbackUrlOf(demo), personasPage })
  return { routes: table, mounted: [{ path: demoIssuerPath, handler }] }
}
