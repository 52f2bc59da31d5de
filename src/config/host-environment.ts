import { ConfigError } from './config.ts'
import type { HostKey } from './host-options.ts'
import type { CandorOptions } from './options.ts'
import type { Environment } from './social-environment.ts'

/** Which variable sets which option of a host's sign-on. */
export const variableOfHost: Readonly<Record<string, string>> = {
  'host.label': 'SSO_LABEL',
  'host.signInUrl': 'SSO_SIGN_IN_URL',
  'host.signOutUrl': 'SSO_SIGN_OUT_URL',
  'host.issuer': 'SSO_ISSUER',
  'host.keys': 'SSO_KEYS',
}

/** A host's sign-on by signed tokens; undefined when no key is named. Throws ConfigError where they can't be read. */
export function hostFrom(env: Environment): CandorOptions['host'] {
  if (!env['SSO_KEYS']) return undefined
  const given = {
    label: env['SSO_LABEL'],
    signInUrl: env['SSO_SIGN_IN_URL'],
    signOutUrl: env['SSO_SIGN_OUT_URL'],
    issuer: env['SSO_ISSUER'],
  }
  const texts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { ...texts, keys: keysIn(env['SSO_KEYS']) }
}

function keysIn(text: string): HostKey[] {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown }
    if (Array.isArray(keys)) return keys as HostKey[]
  } catch {
    // Said below, together with JSON of another shape.
  }
  throw new ConfigError('SSO_KEYS takes a JSON Web Key Set, such as {"keys":[{"kty":"oct","kid":"2026","k":"..."}]}.')
}
