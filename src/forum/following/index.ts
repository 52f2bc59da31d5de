import type { Route } from '../../http/index.ts'
import type { Job } from '../../jobs/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostMirror } from '../mirror.ts'
import { announceWaiting } from './commands/announce.ts'
import { askSolved } from './commands/ask-solved.ts'
import { sendDigests } from './commands/send-digests.ts'
import { followingMailKinds } from './mail-words.ts'
import { followingMirror } from './following.mirror.ts'
import { followingRoutes } from './following.routes.ts'
import { mailedRoutes } from './mailed.routes.ts'
import { renewMails } from './renew-mails.ts'

/** Following: who follows what, and how they hear of it. */
export interface Following {
  readonly routes: readonly Route[]
  readonly mirror: PostMirror
  readonly jobs: readonly Job[]
  /** From now on this process tells of a post as soon as it stands; until then posts wait for a process that runs jobs. */
  start(): void
  /** Waits for a telling under way. */
  stop(): Promise<void>
}

const aMinute = 60_000

/** Sets the area up for one instance, once its models stand in `deps`. */
export function createFollowing(deps: ForumDeps): Following {
  deps.mail.registerKinds(...followingMailKinds)
  renewMails(deps)
  const telling = createTelling(() => announceWaiting(deps))
  return {
    routes: [...followingRoutes(deps).table, ...mailedRoutes(deps).table],
    mirror: followingMirror(deps, telling.kick),
    jobs: [
      { name: 'announcements', every: 2_000, lease: 10 * aMinute, run: () => announceWaiting(deps) },
      { name: 'digests', every: aMinute, lease: 10 * aMinute, run: () => sendDigests(deps) },
      { name: 'questions-solved', every: 10 * aMinute, lease: 10 * aMinute, run: () => askSolved(deps) },
    ],
    start: telling.start,
    stop: telling.stop,
  }
}

/** Tells beside the requests, one telling after the other. What fails is left to the job, which comes by soon. */
function createTelling(work: () => Promise<void>): { kick: () => void; start: () => void; stop: () => Promise<void> } {
  let isStarted = false
  let underWay: Promise<void> = Promise.resolve()
  let waits = false
  return {
    kick() {
      if (!isStarted || waits) return
      waits = true
      underWay = underWay.then(async () => {
        waits = false
        if (isStarted) await work().catch(() => undefined)
      })
    },
    start() {
      isStarted = true
    },
    async stop() {
      isStarted = false
      await underWay
    },
  }
}
