import { good, wrong, type Finding } from '../../kernel/index.ts'
import type { TwitterProvider } from '../providers.ts'
import { twitterStrategy } from '../twitter.ts'
import { Unreachable } from './ask.ts'

/** What the OAuth library under the strategy gives, when asked for a token to begin with. */
interface Signer {
  getOAuthRequestToken(
    extra: Record<string, string>,
    done: (failure: { statusCode?: number; data?: unknown } | null, token?: string) => void,
  ): void
}

/** Twitter judges the key, the secret and the callback address in one answer (OAuth 1.0a, 6.1). */
export async function tryTwitter(provider: TwitterProvider, callbackUrl: string): Promise<Finding[]> {
  const { _oauth: signer } = twitterStrategy(provider, callbackUrl) as unknown as { _oauth: Signer }
  const { failure, token } = await new Promise<{
    failure: { statusCode?: number; data?: unknown } | null
    token?: string | undefined
  }>((resolve) =>
    signer.getOAuthRequestToken({ oauth_callback: callbackUrl }, (failure, token) => resolve({ failure, token })),
  )
  if (token !== undefined && token !== '')
    return [good('setup:twitter.app'), good('setup:callback.known', { address: callbackUrl })]
  if (failure?.statusCode === undefined)
    throw new Unreachable(new URL(provider.requestTokenUrl).host, { cause: failure })
  // Codes of the Twitter API: 32 could not authenticate, 415 callback address not approved.
  const said = typeof failure.data === 'string' ? failure.data : ''
  if (/\b415\b|callback/i.test(said))
    return [wrong('setup:callback.refused', { address: callbackUrl, status: failure.statusCode })]
  return [wrong('setup:twitter.noApp', { status: failure.statusCode })]
}
