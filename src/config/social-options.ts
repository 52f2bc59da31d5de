import { z } from 'zod'

const address = z.url({ protocol: /^https?$/, error: 'takes an http or https address' })
const text = (takes: string): z.ZodString => z.string(takes).min(1, takes)

const facebookVersion = 'v23.0'

/** Sign-in with Facebook. Its addresses are settings too, so that tests and proxies can point elsewhere. */
export const facebookOptions = z.strictObject({
  appId: text('takes the id of your Facebook app'),
  appSecret: text('takes the secret of your Facebook app'),
  authorizationUrl: address.default(`https://www.facebook.com/${facebookVersion}/dialog/oauth`),
  tokenUrl: address.default(`https://graph.facebook.com/${facebookVersion}/oauth/access_token`),
  profileUrl: address.default(`https://graph.facebook.com/${facebookVersion}/me`),
})

/** Sign-in with Twitter/X by OAuth 1.0a. */
export const twitterOptions = z.strictObject({
  consumerKey: text('takes the API key of your app at X'),
  consumerSecret: text('takes the API secret of your app at X'),
  requestTokenUrl: address.default('https://api.twitter.com/oauth/request_token'),
  accessTokenUrl: address.default('https://api.twitter.com/oauth/access_token'),
  authorizationUrl: address.default('https://api.twitter.com/oauth/authenticate'),
  profileUrl: address.default('https://api.twitter.com/1.1/account/verify_credentials.json'),
})
