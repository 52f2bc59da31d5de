import type { Config, CurrentUser, HostKey } from '../config/index.ts'

interface Common {
  /** Short name in addresses. */
  id: string
  label: string
  /** Whether the owner believes this provider about verified addresses. */
  trustEmail: boolean
}

/** An OpenID Connect issuer. */
export interface OidcProviderEntry extends Common {
  kind: 'oidc' | 'demo'
  issuer: string
  clientId: string
  clientSecret?: string
  /** Whether the issuer's `roles` claim grants roles here: the demo issuer's only. */
  grantsRoles: boolean
  /** Ask who it is each time, even where the issuer still knows the browser. */
  asksEachTime: boolean
}

/** Facebook, or something that speaks like it; its addresses can point elsewhere, for tests and proxies. */
export interface FacebookProvider extends Common {
  kind: 'facebook'
  issuer: string
  appId: string
  appSecret: string
  authorizationUrl: string
  tokenUrl: string
  profileUrl: string
}

/** Twitter/X by OAuth 1.0a. */
export interface TwitterProvider extends Common {
  kind: 'twitter'
  issuer: string
  consumerKey: string
  consumerSecret: string
  requestTokenUrl: string
  accessTokenUrl: string
  authorizationUrl: string
  profileUrl: string
}

/** The application that the product is mounted in or stands beside, which knows its people already. */
export interface HostProvider extends Common {
  kind: 'host'
  issuer: string
  currentUser?: CurrentUser
  keys: readonly HostKey[]
  signInUrl?: string
  signOutUrl?: string
}

/** A way to sign in, as the pages and the strategies need it. */
export type SignInProvider = OidcProviderEntry | FacebookProvider | TwitterProvider | HostProvider

/** What stands for Facebook as the issuer of an identity. */
export const facebookIssuer = 'https://www.facebook.com'

/** The path of the demo issuer below the mount path. */
export const demoIssuerPath = '/demo-issuer'

/** The ways to sign in that the configuration gives; `demoSecret` is the client secret shared with the demo issuer. */
export function providersOf(config: Config, demoSecret: string): SignInProvider[] {
  const host = hostProvider(config)
  const providers: SignInProvider[] = [
    ...(host ? [host] : []),
    ...config.oidcProviders.map((provider) => oidcEntry(provider)),
  ]
  if (config.facebook)
    providers.push({
      id: 'facebook',
      label: 'Facebook',
      kind: 'facebook',
      issuer: facebookIssuer,
      trustEmail: false,
      ...config.facebook,
    })
  if (config.twitter)
    providers.push({
      id: 'twitter',
      label: 'X (Twitter)',
      kind: 'twitter',
      issuer: 'https://twitter.com',
      trustEmail: false,
      ...config.twitter,
    })
  if (config.demo) providers.push(demoProvider(config, demoSecret))
  return providers
}

function oidcEntry(provider: Config['oidcProviders'][number]): OidcProviderEntry {
  return {
    id: provider.id,
    label: provider.label,
    kind: 'oidc',
    issuer: provider.issuer,
    clientId: provider.clientId,
    ...(provider.clientSecret === undefined ? {} : { clientSecret: provider.clientSecret }),
    trustEmail: provider.trustEmail,
    grantsRoles: false,
    asksEachTime: false,
  }
}

/** The host that the configuration names, if it names one. */
export function hostProvider({ host, origin, siteName }: Config): HostProvider | undefined {
  if (!host) return undefined
  const { label = siteName, issuer = origin, keys = [], currentUser, signInUrl, signOutUrl } = host
  return {
    id: 'host',
    kind: 'host',
    label,
    issuer,
    keys,
    // The owner set it up: it is their own word.
    trustEmail: true,
    ...(currentUser ? { currentUser } : {}),
    ...(signInUrl === undefined ? {} : { signInUrl }),
    ...(signOutUrl === undefined ? {} : { signOutUrl }),
  }
}

function demoProvider(config: Config, clientSecret: string): OidcProviderEntry {
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
