import type { Accounts } from '../accounts/index.ts'
import type { Audit } from '../audit/index.ts'

/** What the console works with. */
export interface StaffDeps {
  accounts: Accounts
  audit: Audit
  /** Whether somebody has set up a second factor. */
  hasSecondFactor: (accountId: string) => Promise<boolean>
  /** Whatever waits to be decided, and is counted on the console's home. */
  waiting: Readonly<Record<Waiting, { countWaiting: () => Promise<number> }>>
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
}

export type Waiting = 'posts' | 'requests'
