import type { z } from 'zod'
import { faultOfInboundTls } from './inbound-options.ts'
import { optionsSchema, type CandorOptions, type OidcProvider } from './options.ts'

type Parsed = z.output<typeof optionsSchema>

/** Every setting, checked and frozen. */
export interface Config extends Readonly<Omit<Parsed, 'url' | 'demo' | 'oidcProviders'>> {
  /** Full address of the home page, without a slash at its end. */
  readonly url: string
  /** Whether `url` was set; a guessed one is only good on this machine. */
  readonly urlIsGuessed: boolean
  readonly origin: string
  /** The path the product is mounted under: '' at the root, else such as '/support'. */
  readonly mountPath: string
  readonly isHttps: boolean
  readonly demo: boolean
  readonly oidcProviders: readonly OidcProvider[]
}

/** Settings that can't be used. Its message has a line for each: one sentence that names the setting and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Gives the name under which the reader knows a setting: its path in the options, such as oidcProviders, 0, issuer. */
export type SettingName = (path: readonly PropertyKey[]) => string

/**
 * Checks options and completes them. `nameOf` gives the name that a message calls a setting by: as an option of
 * createCandor unless it is told otherwise. Throws ConfigError.
 */
export function readOptions(options: CandorOptions, nameOf: SettingName = asOption): Config {
  const result = optionsSchema.safeParse(options)
  if (!result.success) throw new ConfigError(linesOf(result.error.issues.flatMap((each) => sentencesOf(each, nameOf))))
  const config = complete(result.data)
  const fault = faultOfInboundTls(config, nameOf)
  const unsafe = [...whyUnsafe(config, nameOf), ...(fault === undefined ? [] : [fault])]
  if (unsafe.length > 0) throw new ConfigError(linesOf(unsafe))
  return config
}

const linesOf = (sentences: readonly string[]): string => [...new Set(sentences)].join('\n')

function sentencesOf(issue: z.core.$ZodIssue, nameOf: SettingName): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${nameOf([...issue.path, key])} is not a setting.`)
  return [`${nameOf(issue.path)} ${issue.message}.`]
}

function asOption(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`
    return name === '' ? String(part) : `${name}.${String(part)}`
  }, '')
}

function complete(parsed: Parsed): Config {
  const url = parsed.url ?? 'http://localhost:3000'
  const { origin, pathname, protocol } = new URL(url)
  return Object.freeze({
    ...parsed,
    url,
    urlIsGuessed: parsed.url === undefined,
    origin,
    mountPath: pathname === '/' ? '' : pathname,
    isHttps: protocol === 'https:',
    demo: parsed.demo ?? (!parsed.production && !hasProvider(parsed)),
  })
}

function hasProvider({ oidcProviders, facebook, twitter, host }: Parsed): boolean {
  return oidcProviders.length > 0 || [facebook, twitter, host].some((each) => each !== undefined)
}

/** What a live site can't be run with. */
function whyUnsafe(config: Config, nameOf: SettingName): string[] {
  if (!config.production) return []
  const { demo, urlIsGuessed, isHttps, sessionSecret, smtpUrl, mailFrom } = config
  const name = (option: string): string => nameOf([option])
  const faults: [boolean, string][] = [
    [demo, `${name('demo')} can't be on in production: anybody could sign in as owner.`],
    [urlIsGuessed, `${name('url')} is needed in production, such as https://example.com.`],
    [!urlIsGuessed && !isHttps, `${name('url')} must begin with https:// in production.`],
    [!sessionSecret, `${name('sessionSecret')} is needed in production: at least 32 random characters.`],
    [!smtpUrl, `${name('smtpUrl')} is needed in production, such as smtps://user:password@mail.example.com.`],
    [
      !mailFrom,
      `${name('mailFrom')} is needed in production: whom mails come from, such as Example Help <help@example.com>.`,
    ],
  ]
  return faults.filter(([isFault]) => isFault).map(([, sentence]) => sentence)
}
