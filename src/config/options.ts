import { z } from 'zod'

const absoluteUrl = z
  .url({ protocol: /^https?$/, error: 'takes an http or https address, such as https://example.com/support' })
  .transform((text) => text.replace(/\/+$/, ''))

const oidcProvider = z.strictObject({
  /** Short name in addresses: /sign-in/<id>. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'takes a short name of small letters, digits and -'),
  label: z.string().min(1).max(60),
  issuer: absoluteUrl,
  clientId: z.string().min(1, 'takes the client id that the issuer gave'),
  clientSecret: z.string().min(1).optional(),
  /** Whether an address that this issuer calls verified is believed. */
  trustEmail: z.boolean().default(false),
})

export const optionsSchema = z.strictObject({
  /** Where the product is reached, with the path it is mounted under. */
  url: absoluteUrl.optional(),
  siteName: z.string().trim().min(1, 'takes the name that stands in the header').max(60).default('Support'),
  mongodbUri: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/, 'takes a mongodb:// or mongodb+srv:// address')
    .optional(),
  /** Where the embedded store and generated secrets live. */
  dataFolder: z.string().min(1, 'takes a folder').default('data'),
  sessionSecret: z.string().min(32, 'takes at least 32 random characters').optional(),
  ownerEmails: z.array(z.email('takes e-mail addresses, separated by commas')).default([]),
  oidcProviders: z.array(oidcProvider).default([]),
  /** Sign-in as one of six invented people; impossible in production. Default: on when no provider is configured. */
  demo: z.boolean().optional(),
  production: z.boolean().default(false),
  /** What Express calls `trust proxy`: how many proxies stand before us, or their networks. */
  trustProxy: z.union([z.number().int().min(0), z.string()]).optional(),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'takes fatal, error, warn, info, debug or silent')
    .default('info'),
  /** Whether this process runs the jobs. */
  jobs: z.boolean().default(true),
})

/** What a host application passes to createCandor; every field is optional. */
export type CandorOptions = z.input<typeof optionsSchema>
export type OidcProvider = z.output<typeof oidcProvider>
