import type { Job } from '../jobs/index.ts'
import { reconcile } from './commands/reconcile.ts'
import { reflectLeftovers } from './commands/reflect.ts'
import type { ForumDeps } from './deps.ts'
import { eraseTakenDown } from './order/commands/erase-taken-down.ts'
import { finishUnsettled } from './order/commands/finish-unsettled.ts'

const aMinute = 60 * 1000
const anHour = 60 * aMinute

/** What the forum does again and again: making good what a crash left, and counting anew once a day. */
export function forumJobs(deps: ForumDeps): Job[] {
  return [
    {
      name: 'reflect',
      every: aMinute,
      lease: anHour,
      async run() {
        await finishUnsettled(deps)
        await reflectLeftovers(deps)
      },
    },
    {
      name: 'taken-down',
      every: anHour,
      lease: anHour,
      async run() {
        await eraseTakenDown(deps)
      },
    },
    {
      name: 'reconcile',
      every: 24 * anHour,
      lease: anHour,
      async run() {
        await reconcile(deps)
      },
    },
  ]
}
