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

/** A setting that can't be used. Its message is one sentence that names the setting and what it takes. */
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
  if (!result.success) throw new ConfigError(sentenceOf(result.error.issues[0], nameOf))
  const config = complete(result.data)
  refuseUnsafe(config, nameOf)
  const fault = faultOfInboundTls(config, nameOf)
  if (fault !== undefined) throw new ConfigError(fault)
  return config
}

function sentenceOf(issue: z.core.$ZodIssue | undefined, nameOf: SettingName): string {
  if (issue?.code === 'unrecognized_keys') return `${nameOf([...issue.path, issue.keys[0] ?? ''])} is not a setting.`
  return `${nameOf(issue?.path ?? [])} ${issue?.message ?? 'cannot be used'}.`
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

function refuseUnsafe(config: Config, nameOf: SettingName): void {
  if (!config.production) return
  if (config.demo)
    throw new ConfigError(`${nameOf(['demo'])} can't be on in production: anybody could sign in as owner.`)
  if (config.urlIsGuessed)
    throw new ConfigError(`${nameOf(['url'])} is needed in production, such as https://example.com.`)
  if (!config.isHttps) throw new ConfigError(`${nameOf(['url'])} must begin with https:// in production.`)
  if (!config.sessionSecret)
    throw new ConfigError(`${nameOf(['sessionSecret'])} is needed in production: at least 32 random characters.`)
  if (!config.smtpUrl) {
    const example = 'smtps://user:password@mail.example.com'
    throw new ConfigError(`${nameOf(['smtpUrl'])} is needed in production, such as ${example}.`)
  }
  if (!config.mailFrom) {
    const example = 'Example Help <help@example.com>'
    throw new ConfigError(`${nameOf(['mailFrom'])} is needed in production: whom mails come from, such as ${example}.`)
  }
}
