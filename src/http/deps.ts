import type { Request } from 'express'
import type { Config } from '../config/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Formats } from './formats.ts'
import type { Gate } from './gate.ts'
import type { Live } from './live.ts'
import type { Logger } from './log.ts'
import type { PageCache } from './page-cache.ts'
import type { RateLimits } from './rate-limits.ts'
import type { Sessions } from './session.ts'
import type { SiteHeader } from './site-header.ts'
import type { Stamps } from './stamps.ts'
import type { UploadReader } from './uploads.ts'
import type { Views } from './views.ts'
import type { FindPresence, HostWord, Presence } from './visit.ts'

/** What the pipeline works with; one set for each instance of the product. */
export interface HttpDeps {
  readonly config: Config
  readonly clock: Clock
  readonly log: Logger
  readonly views: Views
  readonly sessions: Sessions
  readonly sessionSecret: string
  readonly rateLimits: RateLimits
  readonly stamps: Stamps
  readonly live: Live
  readonly pages: PageCache
  readonly uploads: UploadReader
  readonly gate: Gate
  readonly findPresence: FindPresence
  readonly header: SiteHeader
  /** Missing where no host is asked. */
  readonly hostWord?: HostWord
  /** The reader's language and time zone: what they chose, else what the browser asks for. */
  formatsFor(request: Request, presence?: Presence): Formats
}
