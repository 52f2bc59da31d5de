import type { Accounts } from '../accounts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { FactorModel } from './factor.model.ts'
import type { Seal } from './seal.ts'

/** What the feature works with. */
export interface FactorDeps {
  factors: FactorModel
  accounts: Pick<Accounts, 'recipients'>
  audit: Audit
  clock: Clock
  seal: Seal
  /** Whether everybody who works here needs one. */
  isRequired: boolean
  siteName: string
  /** Tells the person that their second factor changed. */
  tell: (accountId: string, what: FactorNews) => Promise<void>
  /** A path of ours, whatever was asked for. */
  returnPath: (asked: string | undefined) => string
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
}

/** What somebody is told of their second factor, so that they notice what they didn't do. */
export type FactorNews = 'setUp' | 'removed' | 'reset' | 'recovered'
