import { join } from 'node:path'
import type { Connection } from 'mongoose'
import type { Config } from '../config/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { HttpDeps } from './deps.ts'
import { createGate } from './gate.ts'
import { createFormatsFinder } from './languages.ts'
import type { Live } from './live.ts'
import type { Logger } from './log.ts'
import type { Messages } from './messages.ts'
import { createPageCache } from './page-cache.ts'
import { createRateLimits } from './rate-limits.ts'
import { createSessions } from './session.ts'
import { createSiteHeader, type HeaderFacts } from './site-header.ts'
import type { Stamps } from './stamps.ts'
import { loadStaticFiles, type StaticFiles } from './static-files.ts'
import { createUploadReader } from './uploads.ts'
import { createViews } from './views.ts'
import type { FindPresence, HostWord } from './visit.ts'

interface Ground {
  config: Config
  connection: Connection
  clock: Clock
  log: Logger
  messages: Messages
  stamps: Stamps
  live: Live
  secret: string
  /** Multiplies every rate limit. */
  rateLimitFactor: number
  /** The package's folder, that of views/ and public/. */
  root: string
  findPresence: FindPresence
  /** What the header of every page depends on, and shows. */
  header: { dependsOn: readonly string[]; find: () => Promise<HeaderFacts> }
  hostWord: HostWord | undefined
}

/** Bytes that kept pages of one instance take at most. */
const pageCacheBytes = 64 * 1024 * 1024

/** What the pipeline works with, made for one instance. */
export function createHttp(ground: Ground): { deps: HttpDeps; files: StaticFiles } {
  const { config, connection, clock, log, messages, stamps, live, secret, rateLimitFactor, root, findPresence } = ground
  const { hostWord } = ground
  const files = loadStaticFiles(join(root, 'public'))
  const deps: HttpDeps = {
    config,
    clock,
    log,
    sessionSecret: secret,
    stamps,
    live,
    views: createViews(join(root, 'views'), { config, files }),
    sessions: createSessions(config, { connection, secret, clock, log }),
    rateLimits: createRateLimits({ connection, secret, factor: rateLimitFactor }),
    pages: createPageCache(pageCacheBytes),
    uploads: createUploadReader(),
    gate: createGate(config.staffNetworks),
    findPresence,
    header: createSiteHeader({ stamps, ...ground.header }),
    ...(hostWord ? { hostWord } : {}),
    formatsFor: createFormatsFinder(messages),
  }
  return { deps, files }
}
