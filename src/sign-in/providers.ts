import type { Config } from '../config/index.ts'

/** A way to sign in, as the pages and the strategies need it. */
export interface SignInProvider {
  /** Short name in addresses. */
  id: string
  label: string
  kind: 'oidc' | 'demo'
  issuer: string
  clientId: string
  clientSecret?: string
  /** Whether the owner believes this issuer about verified addresses. */
  trustEmail: boolean
  /** Whether the issuer's `roles` claim grants roles here: the demo issuer's only. */
  grantsRoles: boolean
  /** Ask who it is each time, even where the issuer still knows the browser. */
  asksEachTime: boolean
}

/** The path of the demo issuer below the mount path. */
export const demoIssuerPath = '/demo-issuer'

/** The ways to sign in that the configuration gives; `demoSecret` is the client secret shared with the demo issuer. */
export function providersOf(config: Config, demoSecret: string): SignInProvider[] {
  const configured = config.oidcProviders.map((provider): SignInProvider => ({
    id: provider.id,
    label: provider.label,
    kind: 'oidc',
    issuer: provider.issuer,
    clientId: provider.clientId,
    ...(provider.clientSecret === undefined ? {} : { clientSecret: provider.clientSecret }),
    trustEmail: provider.trustEmail,
    grantsRoles: false,
    asksEachTime: false,
  }))
  return config.demo ? [...configured, demoProvider(config, demoSecret)] : configured
}

function demoProvider(config: Config, clientSecret: string): SignInProvider {
  return {
    id: 'demo',
    label: 'Demo',
    kind: 'demo',
    issuer: config.url + demoIssuerPath,
    clientId: 'candor',
    clientSecret,
    trustEmail: true,
    grantsRoles: true,
    asksEachTime: true,
  }
}
