import { z } from 'zod'
import { hostOptions } from './host-options.ts'
import { businessHours, businessTimeZone, holidays, targets } from './business-hours.ts'
import { inboundOptions } from './inbound-options.ts'
import { limitOptions } from './limit-options.ts'
import { isNetwork } from './networks.ts'
import { facebookOptions, twitterOptions } from './social-options.ts'

const address = z.url({
  protocol: /^https?$/,
  error: 'takes an http or https address, such as https://example.com/support',
})

/** Our own address, in one form: no slash at its end, host in small letters, no port that goes without saying. */
const siteUrl = address
  .refine(isPlain, 'takes an address without a query, a fragment or a password')
  .transform((text) => new URL(text).origin + new URL(text).pathname.replace(/\/+$/, ''))

const shortName = 'takes a short name of small letters, digits and -'

/** Names below /sign-in/ that are no issuer's. */
const ownNames = ['demo', 'mail', 'facebook', 'twitter', 'host']

const oidcProvider = z.strictObject({
  /** Short name in addresses: /sign-in/<id>. */
  id: z
    .string(shortName)
    .regex(/^[a-z][a-z0-9-]{0,30}$/, shortName)
    .refine(
      (id) => !ownNames.includes(id),
      'takes another name than demo, mail, facebook, twitter or host, which are taken',
    ),
  label: text('takes the name that stands on the button').max(60, 'takes at most 60 characters'),
  issuer: address.transform((issuer) => issuer.replace(/\/+$/, '')),
  clientId: text('takes the client id that the issuer gave'),
  clientSecret: text('takes the client secret that the issuer gave').optional(),
  /** Whether an address that this issuer calls verified is believed. */
  trustEmail: z.boolean('takes true or false').default(false),
})

const oidcProviders = z
  .array(oidcProvider, 'takes a list of providers')
  .refine((given) => new Set(given.map(({ id }) => id)).size === given.length, 'names a provider twice')

const secret = 'takes at least 32 random characters'
const hours = 'takes a number of hours from 1 to 720'
const days = 'takes a number of days from 1 to 400'
const askDays = 'takes a number of days from 1 to 90'
const posts = 'takes a number of posts from 0 to 20'
const smtp = 'takes an address such as smtps://user:password@mail.example.com, with special characters percent-encoded'
const mailbox = z
  .string('takes an e-mail address')
  .regex(
    /^(?:[^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
    'takes an address, such as help@example.com or Example Help <help@example.com>',
  )
const emails = z.array(z.email('takes e-mail addresses, separated by commas'), 'takes a list of e-mail addresses')
const site = 'takes origins of sites, such as https://shop.example, without a path'
const sites = z
  .array(
    address
      .refine((given) => isPlain(given) && ['', '/'].includes(new URL(given).pathname), site)
      .transform((given) => new URL(given).origin),
    site,
  )
  .max(100, 'takes at most 100 sites')
const mongodbUri = 'takes a mongodb:// or mongodb+srv:// address'
const networks = 'takes addresses and networks, such as 192.0.2.7 or 2001:db8::/32'
const proxies = 'takes how many proxies stand before it, or their networks, such as 10.0.0.0/8'

export const optionsSchema = z.strictObject({
  /** Where the product is reached, with the path it is mounted under. */
  url: siteUrl.optional(),
  siteName: z
    .string('takes the name that stands in the header')
    .trim()
    .min(1, 'takes the name that stands in the header')
    .max(60, 'takes at most 60 characters')
    .default('Support'),
  /** Stands above each public form in place of our words: what is written there can be read and used by others. */
  publicNotice: text('takes a text').max(1000, 'takes at most 1,000 characters').optional(),
  mongodbUri: z
    .string(mongodbUri)
    .regex(/^mongodb(\+srv)?:\/\/.+/, mongodbUri)
    .optional(),
  /** Where the embedded store and generated secrets live. */
  dataFolder: text('takes a folder').default('data'),
  sessionSecret: z.string(secret).min(32, secret).optional(),
  ownerEmails: emails.default([]),
  oidcProviders: oidcProviders.default([]),
  facebook: facebookOptions.optional(),
  twitter: twitterOptions.optional(),
  host: hostOptions.optional(),
  /** Origins of the sites whose pages may hold discussions. */
  embedSites: sites.default([]),
  /** Full addresses of the terms and the privacy policy that people agree to, and the version that they have now. */
  termsUrl: address.optional(),
  privacyUrl: address.optional(),
  policyVersion: text('takes the version of terms and privacy policy')
    .max(40, 'takes at most 40 characters')
    .default('1'),
  /** Name and address of the supervisory authority, and of a body that settles disputes, which a refusal tells of. */
  supervisoryAuthority: text('takes a name and an address').max(300, 'takes at most 300 characters').optional(),
  disputeBody: text('takes a name and an address').max(300, 'takes at most 300 characters').optional(),
  /** Where photos are kept: files in a folder of one machine, or GridFS for several. */
  photoStore: z.enum(['disk', 'gridfs'], 'takes disk or gridfs').default('disk'),
  uploadsFolder: text('takes a folder').default('uploads'),
  /** Hours that a session lasts without a request, for who didn't ask to stay signed in. */
  sessionHours: z.number(hours).int(hours).min(1, hours).max(720, hours).default(12),
  /** Days that a session lasts from the sign-in on, for who asked to stay. */
  rememberDays: z.number(days).int(days).min(1, days).max(400, days).default(30),
  /** Days from the first answer to a question until its author is asked whether it is solved. */
  askSolvedAfterDays: z.number(askDays).int(askDays).min(1, askDays).max(90, askDays).default(5),
  /** How many first posts of somebody new wait until a moderator has looked at them. */
  holdFirstPosts: z.number(posts).int(posts).min(0, posts).max(20, posts).default(0),
  /** When requests are worked on: what is promised for them counts these hours only. */
  businessHours: businessHours.prefault('Mon-Fri 09:00-17:00'),
  businessTimeZone: businessTimeZone.default('UTC'),
  /** Days on which nobody works. */
  holidays: holidays.default([]),
  /** Working hours until the first reply to a request, and until its solution. */
  firstReplyTargets: targets({ low: 16, normal: 8, high: 4, urgent: 1 }),
  solveTargets: targets({ low: 80, normal: 40, high: 16, urgent: 8 }),
  smtpUrl: z
    .string(smtp)
    .refine((given) => /^smtps?:\/\/[^/?#\s]/.test(given) && URL.canParse(given), smtp)
    .optional(),
  mailFrom: mailbox.optional(),
  mailReplyTo: mailbox.optional(),
  mailUnsubscribeTo: z.email('takes an e-mail address').optional(),
  ...inboundOptions,
  ...limitOptions,
  /** Sign-in as one of six invented people; impossible in production. Default: on when no provider is configured. */
  demo: z.boolean('takes true or false').optional(),
  production: z.boolean('takes true or false').default(false),
  /** What Express calls `trust proxy`: how many proxies stand before us, or their networks. */
  trustProxy: z.union([z.number().int().min(0, proxies), z.string().refine(isNetworks, proxies)], proxies).optional(),
  /** From where the console of the people who work here is reached; from everywhere when nothing is listed. */
  staffNetworks: z.array(z.string(networks).refine(isNetwork, networks), networks).max(200, networks).default([]),
  /** Whether everybody who works here needs a second factor beside their sign-in. */
  staffSecondFactor: z.boolean('takes true or false').default(false),
  /** Who has it may read /metrics, and so may who asks from there; nobody where neither is set. */
  metricsToken: z.string(secret).min(32, secret).optional(),
  metricsNetworks: z.array(z.string(networks).refine(isNetwork, networks), networks).max(200, networks).default([]),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'takes fatal, error, warn, info, debug or silent')
    .default('info'),
  /** Whether this process runs the jobs. */
  jobs: z.boolean('takes true or false').default(true),
})

/** What a host application passes to createCandor; every field is optional. */
export type CandorOptions = z.input<typeof optionsSchema>
export type OidcProvider = z.output<typeof oidcProvider>

function text(takes: string): z.ZodString {
  return z.string(takes).min(1, takes)
}

function isPlain(given: string): boolean {
  if (!URL.canParse(given)) return true
  const { search, hash, username, password } = new URL(given)
  return search + hash + username + password === ''
}

/** Addresses, networks and the names that Express has for some of them, separated by commas. */
function isNetworks(given: string): boolean {
  return given
    .split(',')
    .map((part) => part.trim())
    .every((part) => ['loopback', 'linklocal', 'uniquelocal'].includes(part) || isNetwork(part))
}
