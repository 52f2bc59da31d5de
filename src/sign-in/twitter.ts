import { Strategy, type Profile } from 'passport-twitter'
import { settle, type Settle } from './proof.ts'
import { socialIdentity } from './social-profile.ts'
import type { TwitterProvider } from './providers.ts'

/** Twitter by passport-twitter (OAuth 1.0a). An address comes only where the app may ask for it; often there is none. */
export function twitterStrategy(provider: TwitterProvider, callbackUrl: string): Strategy {
  const options = {
    consumerKey: provider.consumerKey,
    consumerSecret: provider.consumerSecret,
    callbackURL: callbackUrl,
    requestTokenURL: provider.requestTokenUrl,
    accessTokenURL: provider.accessTokenUrl,
    userAuthorizationURL: provider.authorizationUrl,
    userProfileURL: provider.profileUrl,
    includeEmail: true,
  }
  return new CarefulStrategy(options, (...[, , profile, done]: [string, string, Profile, Settle]) =>
    settle(done, () => ({ identity: socialIdentity(provider, profile) })),
  )
}

/** passport-oauth1 goes on with no token when the answer held none; that is a provider talking nonsense. */
class CarefulStrategy extends Strategy {
  override authenticate(...[request, options]: Parameters<Strategy['authenticate']>): void {
    const send = this.redirect.bind(this)
    this.redirect = (url, status) => {
      const token = new URL(url).searchParams.get('oauth_token')
      if (token === null || token === '' || token === 'undefined') this.error(new Error('no request token'))
      else send(url, status)
    }
    super.authenticate(request, options)
  }
}
