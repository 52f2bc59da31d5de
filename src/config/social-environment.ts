import { ConfigError } from './config.ts'
import type { CandorOptions } from './options.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Which variable sets which option of Facebook and Twitter. */
export const variableOfSocial: Readonly<Record<string, string>> = {
  'facebook.appId': 'FACEBOOK_APP_ID',
  'facebook.appSecret': 'FACEBOOK_APP_SECRET',
  'facebook.authorizationUrl': 'FACEBOOK_AUTHORIZATION_URL',
  'facebook.tokenUrl': 'FACEBOOK_TOKEN_URL',
  'facebook.profileUrl': 'FACEBOOK_PROFILE_URL',
  'twitter.consumerKey': 'TWITTER_CONSUMER_KEY',
  'twitter.consumerSecret': 'TWITTER_CONSUMER_SECRET',
  'twitter.requestTokenUrl': 'TWITTER_REQUEST_TOKEN_URL',
  'twitter.accessTokenUrl': 'TWITTER_ACCESS_TOKEN_URL',
  'twitter.authorizationUrl': 'TWITTER_AUTHORIZATION_URL',
  'twitter.profileUrl': 'TWITTER_PROFILE_URL',
}

/** Facebook's settings; undefined when its app isn't named. Throws ConfigError naming what is missing. */
export function facebookFrom(env: Environment): CandorOptions['facebook'] {
  const appId = env['FACEBOOK_APP_ID']
  if (!appId) return undefined
  const appSecret = env['FACEBOOK_APP_SECRET']
  if (!appSecret) throw new ConfigError('FACEBOOK_APP_SECRET is needed because FACEBOOK_APP_ID is set.')
  const addresses = {
    authorizationUrl: env['FACEBOOK_AUTHORIZATION_URL'],
    tokenUrl: env['FACEBOOK_TOKEN_URL'],
    profileUrl: env['FACEBOOK_PROFILE_URL'],
  }
  return { appId, appSecret, ...given(addresses) }
}

/** Twitter's settings; undefined when its app isn't named. Throws ConfigError naming what is missing. */
export function twitterFrom(env: Environment): CandorOptions['twitter'] {
  const consumerKey = env['TWITTER_CONSUMER_KEY']
  if (!consumerKey) return undefined
  const consumerSecret = env['TWITTER_CONSUMER_SECRET']
  if (!consumerSecret) throw new ConfigError('TWITTER_CONSUMER_SECRET is needed because TWITTER_CONSUMER_KEY is set.')
  const addresses = {
    requestTokenUrl: env['TWITTER_REQUEST_TOKEN_URL'],
    accessTokenUrl: env['TWITTER_ACCESS_TOKEN_URL'],
    authorizationUrl: env['TWITTER_AUTHORIZATION_URL'],
    profileUrl: env['TWITTER_PROFILE_URL'],
  }
  return { consumerKey, consumerSecret, ...given(addresses) }
}

/** The entries that have a value. */
function given<Name extends string>(values: Record<Name, string | undefined>): Partial<Record<Name, string>> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<Record<Name, string>>
}
