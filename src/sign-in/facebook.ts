import { Strategy, type Profile } from 'passport-facebook'
import { settle, type Settle } from './proof.ts'
import { socialIdentity } from './social-profile.ts'
import type { FacebookProvider } from './providers.ts'

/**
 * Facebook by passport-facebook: name, address and picture are asked for, nothing else, and the access token is
 * forgotten at once. `appsecret_proof` goes with the question, so that a token stolen from elsewhere is of no use here.
 */
export function facebookStrategy(provider: FacebookProvider, callbackUrl: string): Strategy {
  const options = {
    clientID: provider.appId,
    clientSecret: provider.appSecret,
    callbackURL: callbackUrl,
    authorizationURL: provider.authorizationUrl,
    tokenURL: provider.tokenUrl,
    profileURL: provider.profileUrl,
    profileFields: ['id', 'displayName', 'email', 'photos'],
    scope: ['public_profile', 'email'],
    enableProof: true,
    state: true,
  }
  return new Strategy(options, (...[, , profile, done]: [string, string, Profile, Settle]) =>
    settle(done, () => ({ identity: socialIdentity(provider, profile) })),
  )
}
