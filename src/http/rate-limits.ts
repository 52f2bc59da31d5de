import { createHmac } from 'node:crypto'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import type { Connection } from 'mongoose'
import { TooMany, type Actor } from '../kernel/index.ts'

/** How often: points per seconds, for one account or, signed out, one network address. */
const limits = {
  /** Forms in general; a person clicking fast stays far below. */
  write: { points: 60, duration: 60 },
  /** New topics and replies. */
  post: { points: 20, duration: 300 },
  /** Looks at a text before it is posted; the page asks while somebody types. */
  preview: { points: 90, duration: 60 },
  /** Searches, and what is offered while one is typed. */
  search: { points: 120, duration: 60 },
  /** Mails that somebody's click sends to an address. */
  mail: { points: 10, duration: 3600 },
  /** Other servers that call us. */
  server: { points: 600, duration: 60 },
  /** Codes of a second factor: of a million, three are right at any time. */
  code: { points: 5, duration: 600 },
  /** Begun sign-ins; several people may sit behind one address. */
  signIn: { points: 60, duration: 600 },
} as const

export type LimitName = keyof typeof limits

export interface RateLimits {
  /** Counts one use. Throws TooMany when the limit is passed, the driver's errors when the database is away. */
  use(name: LimitName, who: { actor: Actor; ip: string | undefined }): Promise<void>
}

/** Limits counted in the database, for all processes together. Network addresses are kept as keyed hashes only. */
export function createRateLimits(options: { connection: Connection; secret: string; factor?: number }): RateLimits {
  const { connection, secret, factor = 1 } = options
  const limiters = Object.fromEntries(
    Object.entries(limits).map(([name, { points, duration }]) => [
      name,
      new RateLimiterMongo({
        storeClient: connection.getClient(),
        dbName: connection.name,
        tableName: 'ratelimits',
        keyPrefix: name,
        points: points * factor,
        duration,
        // ensureRateLimitIndexes makes them at start, where a failure is seen.
        disableIndexesCreation: true,
      }),
    ]),
  ) as Record<LimitName, RateLimiterMongo>
  return {
    async use(name, { actor, ip }) {
      const key = actor.kind === 'member' ? actor.id : hashed(ip ?? '', secret)
      try {
        await limiters[name].consume(key)
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) throw new TooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)))
        throw refusal
      }
    },
  }
}

/** Makes the indexes of the counters: by key, and the one that lets old ones expire. */
export async function ensureRateLimitIndexes(connection: Connection): Promise<void> {
  const collection = connection.collection('ratelimits')
  await collection.createIndex({ expire: 1 }, { expireAfterSeconds: 0 }, {})
  await collection.createIndex({ key: 1 }, { unique: true }, {})
}

function hashed(ip: string, secret: string): string {
  return createHmac('sha256', secret).update(`ip ${ip}`).digest('base64url').slice(0, 22)
}
