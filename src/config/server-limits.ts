import { ConfigError } from './config.ts'
import type { Environment } from './social-environment.ts'

/** What the standalone server takes of connections; inside a host, connections are the host's. */
export interface ServerLimits {
  /** How many connections are open at once. One more ends the one that has rested longest. */
  maxConnections: number
  /** Seconds that the headers of a request may take to come in. */
  headerSeconds: number
  /** Seconds that a whole request may take to come in; a photo from a telephone takes some. */
  bodySeconds: number
  /** Seconds that a connection rests open between two requests; more than those of a proxy before the server. */
  keepAliveSeconds: number
  /** Seconds between the word to stop (SIGTERM) and the end of taking connections, in which proxies see that we leave. */
  drainSeconds: number
}

const variables = {
  maxConnections: { name: 'MAX_CONNECTIONS', least: 10, most: 1_000_000, usual: 8000 },
  headerSeconds: { name: 'HEADER_SECONDS', least: 1, most: 600, usual: 20 },
  bodySeconds: { name: 'BODY_SECONDS', least: 1, most: 3600, usual: 120 },
  keepAliveSeconds: { name: 'KEEP_ALIVE_SECONDS', least: 1, most: 3600, usual: 65 },
  drainSeconds: { name: 'DRAIN_SECONDS', least: 0, most: 300, usual: 2 },
} as const

/** Reads the limits of the standalone server. Throws ConfigError naming the variable. */
export function serverLimits(env: Environment): ServerLimits {
  const entries = Object.entries(variables).map(([limit, { name, least, most, usual }]) => {
    const text = env[name] ?? String(usual)
    const number = Number(text)
    if (!/^\d{1,7}$/.test(text) || number < least || number > most)
      throw new ConfigError(`${name} takes a number from ${least} to ${most}.`)
    return [limit, number]
  })
  return Object.fromEntries(entries) as Record<keyof ServerLimits, number>
}
