import { ConfigError, readOptions, type Config } from './config.ts'
import { hostFrom, variableOfHost } from './host-environment.ts'
import type { CandorOptions } from './options.ts'
import { serverLimits, type ServerLimits } from './server-limits.ts'
import { facebookFrom, twitterFrom, variableOfSocial, type Environment } from './social-environment.ts'

/** Which variable sets which option; also the names that messages about a wrong setting use. */
const variableOf: Readonly<Record<string, string>> = {
  url: 'PUBLIC_URL',
  siteName: 'SITE_NAME',
  publicNotice: 'PUBLIC_NOTICE',
  mongodbUri: 'MONGODB_URI',
  dataFolder: 'DATA_FOLDER',
  sessionSecret: 'SESSION_SECRET',
  ownerEmails: 'OWNER_EMAILS',
  oidcProviders: 'OIDC_PROVIDERS',
  facebook: 'FACEBOOK_APP_ID',
  twitter: 'TWITTER_CONSUMER_KEY',
  host: 'SSO_KEYS',
  embedSites: 'EMBED_SITES',
  termsUrl: 'TERMS_URL',
  privacyUrl: 'PRIVACY_URL',
  policyVersion: 'POLICY_VERSION',
  supervisoryAuthority: 'SUPERVISORY_AUTHORITY',
  disputeBody: 'DISPUTE_BODY',
  photoStore: 'PHOTO_STORE',
  uploadsFolder: 'UPLOADS_FOLDER',
  sessionHours: 'SESSION_HOURS',
  rememberDays: 'REMEMBER_DAYS',
  askSolvedAfterDays: 'ASK_SOLVED_AFTER_DAYS',
  holdFirstPosts: 'HOLD_FIRST_POSTS',
  businessHours: 'BUSINESS_HOURS',
  businessTimeZone: 'BUSINESS_TIME_ZONE',
  holidays: 'HOLIDAYS',
  firstReplyTargets: 'FIRST_REPLY_HOURS',
  solveTargets: 'SOLVE_HOURS',
  smtpUrl: 'SMTP_URL',
  mailFrom: 'MAIL_FROM',
  mailReplyTo: 'MAIL_REPLY_TO',
  mailUnsubscribeTo: 'MAIL_UNSUBSCRIBE_TO',
  inboundAddress: 'INBOUND_ADDRESS',
  inboundSecret: 'INBOUND_SECRET',
  inboundSmtp: 'INBOUND_SMTP',
  inboundTlsKey: 'INBOUND_TLS_KEY',
  inboundTlsCert: 'INBOUND_TLS_CERT',
  demo: 'DEMO_SIGN_IN',
  production: 'NODE_ENV',
  trustProxy: 'TRUST_PROXY',
  staffNetworks: 'STAFF_NETWORKS',
  maxRequests: 'MAX_REQUESTS',
  requestSeconds: 'REQUEST_SECONDS',
  maxStreams: 'MAX_STREAMS',
  maxStreamsPerAddress: 'MAX_STREAMS_PER_ADDRESS',
  staffSecondFactor: 'STAFF_SECOND_FACTOR',
  metricsToken: 'METRICS_TOKEN',
  metricsNetworks: 'METRICS_NETWORKS',
  logLevel: 'LOG_LEVEL',
  jobs: 'RUN_JOBS',
}

/** Where the standalone server listens, and the settings it runs with. */
export interface ServerSettings {
  host: string
  port: number
  limits: ServerLimits
  config: Config
}

/** Reads the settings of the standalone processes from the environment. Throws ConfigError naming the variable. */
export function readEnvironment(env: Environment = process.env): ServerSettings {
  const host = env['HOST'] ?? '127.0.0.1'
  const port = portOf(env['PORT'] ?? '3000')
  const values = {
    url: env['PUBLIC_URL'],
    siteName: env['SITE_NAME'],
    publicNotice: env['PUBLIC_NOTICE'],
    mongodbUri: env['MONGODB_URI'],
    dataFolder: env['DATA_FOLDER'],
    sessionSecret: env['SESSION_SECRET'],
    ownerEmails: env['OWNER_EMAILS'] === undefined ? undefined : listOf(env['OWNER_EMAILS']),
    oidcProviders: oidcProviders(env),
    facebook: facebookFrom(env),
    twitter: twitterFrom(env),
    host: hostFrom(env),
    embedSites: env['EMBED_SITES'] === undefined ? undefined : listOf(env['EMBED_SITES']),
    ...lawFrom(env),
    photoStore: env['PHOTO_STORE'],
    uploadsFolder: env['UPLOADS_FOLDER'],
    sessionHours: optionalNumber(env, 'SESSION_HOURS'),
    rememberDays: optionalNumber(env, 'REMEMBER_DAYS'),
    askSolvedAfterDays: optionalNumber(env, 'ASK_SOLVED_AFTER_DAYS'),
    holdFirstPosts: optionalNumber(env, 'HOLD_FIRST_POSTS'),
    businessHours: env['BUSINESS_HOURS'],
    businessTimeZone: env['BUSINESS_TIME_ZONE'],
    holidays: env['HOLIDAYS'] === undefined ? undefined : listOf(env['HOLIDAYS']),
    firstReplyTargets: targetsOf(env, 'FIRST_REPLY_HOURS'),
    solveTargets: targetsOf(env, 'SOLVE_HOURS'),
    smtpUrl: env['SMTP_URL'],
    mailFrom: env['MAIL_FROM'],
    mailReplyTo: env['MAIL_REPLY_TO'],
    mailUnsubscribeTo: env['MAIL_UNSUBSCRIBE_TO'],
    ...inboundFrom(env),
    demo: switchOf('DEMO_SIGN_IN', env['DEMO_SIGN_IN']),
    production: env['NODE_ENV'] === 'production',
    trustProxy: proxyOf(env['TRUST_PROXY']),
    staffNetworks: env['STAFF_NETWORKS'] === undefined ? undefined : listOf(env['STAFF_NETWORKS']),
    ...limitsOf(env),
    ...wardsFrom(env),
    logLevel: env['LOG_LEVEL'],
    jobs: switchOf('RUN_JOBS', env['RUN_JOBS']),
  }
  const options = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as CandorOptions
  const config = readOptions(options, (path) => variableAt(path, options))
  const located = config.urlIsGuessed ? Object.freeze({ ...config, ...localAddress(port) }) : config
  return { host, port, limits: serverLimits(env), config: located }
}

/** What people are told of their rights. */
function lawFrom(env: Environment) {
  return {
    termsUrl: env['TERMS_URL'],
    privacyUrl: env['PRIVACY_URL'],
    policyVersion: env['POLICY_VERSION'],
    supervisoryAuthority: env['SUPERVISORY_AUTHORITY'],
    disputeBody: env['DISPUTE_BODY'],
  }
}

/** Who may come in where not everybody may. */
function wardsFrom(env: Environment) {
  return {
    staffSecondFactor: switchOf('STAFF_SECOND_FACTOR', env['STAFF_SECOND_FACTOR']),
    metricsToken: env['METRICS_TOKEN'],
    metricsNetworks: env['METRICS_NETWORKS'] === undefined ? undefined : listOf(env['METRICS_NETWORKS']),
  }
}

function inboundFrom(env: Environment): Record<string, string | undefined> {
  return {
    inboundAddress: env['INBOUND_ADDRESS'],
    inboundSecret: env['INBOUND_SECRET'],
    inboundSmtp: env['INBOUND_SMTP'],
    inboundTlsKey: env['INBOUND_TLS_KEY'],
    inboundTlsCert: env['INBOUND_TLS_CERT'],
  }
}

/** The address of a server that was given none: this machine's own name and the port. */
function localAddress(port: number): { url: string; origin: string } {
  const url = `http://localhost:${port}`
  return { url, origin: url }
}

const variableOfProvider: Readonly<Record<string, string>> = {
  label: 'LABEL',
  issuer: 'ISSUER',
  clientId: 'CLIENT_ID',
  clientSecret: 'CLIENT_SECRET',
}

/** The variable that set the option at this path; a provider's own settings have variables of their own. */
function variableAt([option = '', index, field]: readonly PropertyKey[], options: CandorOptions): string {
  const part = `${String(option)}.${String(index)}`
  const own = variableOfSocial[part] ?? variableOfHost[part]
  if (own !== undefined) return own
  const provider = typeof index === 'number' ? options.oidcProviders?.[index] : undefined
  const name = variableOfProvider[String(field)]
  if (provider && name !== undefined) return prefixOf(provider.id) + name
  return variableOf[String(option)] ?? String(option)
}

function prefixOf(providerId: string): string {
  return `OIDC_${providerId.toUpperCase().replaceAll('-', '_')}_`
}

function oidcProviders(env: Environment): CandorOptions['oidcProviders'] {
  if (env['OIDC_PROVIDERS'] === undefined) return undefined
  return listOf(env['OIDC_PROVIDERS']).map((id) => {
    const prefix = prefixOf(id)
    const need = (name: string): string => {
      const value = env[prefix + name]
      if (!value) throw new ConfigError(`${prefix}${name} is needed because OIDC_PROVIDERS names ${id}.`)
      return value
    }
    const clientSecret = env[`${prefix}CLIENT_SECRET`]
    return {
      id,
      label: env[`${prefix}LABEL`] ?? id,
      issuer: need('ISSUER'),
      clientId: need('CLIENT_ID'),
      ...(clientSecret ? { clientSecret } : {}),
      trustEmail: switchOf(`${prefix}TRUST_EMAIL`, env[`${prefix}TRUST_EMAIL`]) ?? false,
    }
  })
}

function portOf(text: string): number {
  const port = numberOf('PORT', text)
  if (port > 65535) throw new ConfigError('PORT takes a number from 0 to 65535.')
  return port
}

function limitsOf(env: Environment): object {
  const names = ['maxRequests', 'requestSeconds', 'maxStreams', 'maxStreamsPerAddress']
  return Object.fromEntries(names.map((option) => [option, optionalNumber(env, variableOf[option] ?? '')]))
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function targetsOf(env: Environment, name: string): CandorOptions['firstReplyTargets'] {
  const text = env[name]
  if (text === undefined) return undefined
  const hours: Partial<Record<'urgent' | 'high' | 'normal' | 'low', number>> = {}
  for (const part of listOf(text)) {
    const [, priority, count] = /^(urgent|high|normal|low) *= *(\d+(?:\.\d+)?)$/.exec(part) ?? []
    if (priority === undefined) throw new ConfigError(`${name} takes hours for priorities, such as urgent=1, high=4.`)
    hours[priority as keyof typeof hours] = Number(count)
  }
  return hours
}

function switchOf(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return undefined
  if (['true', '1', 'yes', 'on'].includes(text.toLowerCase())) return true
  if (['false', '0', 'no', 'off'].includes(text.toLowerCase())) return false
  throw new ConfigError(`${name} takes true or false.`)
}

function optionalNumber(env: Environment, name: string): number | undefined {
  const text = env[name]
  return text === undefined ? undefined : numberOf(name, text)
}

function numberOf(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new ConfigError(`${name} takes a number.`)
  return Number(text)
}

function proxyOf(text: string | undefined): number | string | undefined {
  if (text === undefined || text === '') return undefined
  return /^\d+$/.test(text) ? Number(text) : text
}
