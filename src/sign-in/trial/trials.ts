import { note, wrong, type Finding, type MessageKey } from '../../kernel/index.ts'
import type { SignInProvider } from '../providers.ts'
import { Unreachable } from './ask.ts'
import { tryFacebook } from './try-facebook.ts'
import { tryOidc } from './try-oidc.ts'
import { tryTwitter } from './try-twitter.ts'

/** A way to sign in as its owner sets it up: which addresses of ours its provider has to know, and whether it works. */
export interface SetUpProvider {
  id: string
  label: string
  /** Full addresses to register with the provider, by what it calls them. */
  addresses: { nameKey: MessageKey; address: string }[]
  /** Asks the provider now. Never rejects. */
  test: () => Promise<Finding[]>
}

interface Options {
  providers: readonly SignInProvider[]
  callbackUrlOf: (provider: SignInProvider) => string
  /** Completes a path below the mount path to a full address. */
  fullAddress: (path: string) => string
}

/** All ways to sign in, for who sets the site up. */
export function trials({ providers, callbackUrlOf, fullAddress }: Options): SetUpProvider[] {
  return providers.map((provider) => ({
    id: provider.id,
    label: provider.label,
    addresses: addressesOf(provider, { callbackUrlOf, fullAddress }),
    async test() {
      try {
        return await findingsOf(provider, callbackUrlOf(provider))
      } catch (error) {
        if (error instanceof Unreachable)
          return [wrong('setup:unreachable', { host: error.host, reason: error.reason })]
        return [wrong('setup:failed', { reason: error instanceof Error ? error.name : 'unknown' })]
      }
    },
  }))
}

async function findingsOf(provider: SignInProvider, callbackUrl: string): Promise<Finding[]> {
  switch (provider.kind) {
    case 'oidc':
      return tryOidc(provider, callbackUrl)
    case 'facebook':
      return tryFacebook(provider, callbackUrl)
    case 'twitter':
      return tryTwitter(provider, callbackUrl)
    case 'demo':
      return [note('setup:demo')]
    case 'host':
      return [note('setup:host')]
    default:
      return provider satisfies never
  }
}

function addressesOf(
  provider: SignInProvider,
  { callbackUrlOf, fullAddress }: Pick<Options, 'callbackUrlOf' | 'fullAddress'>,
): SetUpProvider['addresses'] {
  const callback = { nameKey: 'setup:address.callback', address: callbackUrlOf(provider) }
  switch (provider.kind) {
    case 'oidc':
      return [
        callback,
        { nameKey: 'setup:address.signedOut', address: fullAddress('/sign-out') },
        { nameKey: 'setup:address.backChannel', address: fullAddress(`/sign-in/${provider.id}/backchannel-logout`) },
      ]
    case 'facebook':
      return [
        callback,
        { nameKey: 'setup:address.deletion', address: fullAddress('/sign-in/facebook/deletion') },
        { nameKey: 'setup:address.deauthorisation', address: fullAddress('/sign-in/facebook/deauthorisation') },
      ]
    case 'twitter':
      return [callback]
    case 'demo':
      return []
    case 'host':
      return provider.currentUser
        ? []
        : [{ nameKey: 'setup:address.token', address: fullAddress('/sign-in/host/token') }]
    default:
      return provider satisfies never
  }
}
