import type { Live, Reading, SessionRegistry } from './http/index.ts'
import type { JobRunner } from './jobs/index.ts'
import type { Mail } from './mail/index.ts'

interface Parts {
  jobs: JobRunner
  mail: Pick<Mail, 'outbox'>
  sessions: SessionRegistry
  live: Live
}

/** What tells, beside the answers to requests, whether an installation is well: what waits, what failed, who is there. */
export function readingsOf({ jobs, mail, sessions, live }: Parts): Reading[] {
  return [
    {
      name: 'candor_jobs',
      help: 'Jobs of all processes that are due and not begun, are run now, or failed the last time',
      label: 'state',
      isStored: true,
      read: () => jobs.count(),
    },
    {
      name: 'candor_mails',
      help: 'Mails that wait to be sent, and those that were given up',
      label: 'state',
      isStored: true,
      read: () => mail.outbox.count(),
    },
    {
      name: 'candor_sessions',
      help: 'Sessions in the store, also of those who have only begun to sign in',
      isStored: true,
      read: () => sessions.count(),
    },
    { name: 'candor_streams', help: 'Streams of news that are open in this process', read: () => live.readers },
  ]
}
