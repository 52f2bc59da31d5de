import type { Accounts } from '../accounts/index.ts'
import type { Logger, SessionRegistry } from '../http/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Authentication } from './authenticate.ts'
import type { SignInProvider } from './providers.ts'

/** What signing in works with. */
export interface SignInDeps {
  accounts: Accounts
  authentication: Authentication
  sessions: SessionRegistry
  providers: readonly SignInProvider[]
  clock: Clock
  /** How long a session lasts unused, and how long one that stays. */
  lifetimes: { hours: number; days: number }
  log: Logger
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
  /** Completes a path below the mount path to a full address. */
  fullAddress: (path: string) => string
  /** What a person agrees to who comes now: version, and where it is read. */
  policy: (name: 'terms' | 'privacy') => Promise<Policy>
  /** Where somebody goes on who has just signed in and wanted to `back`. */
  wayOn: (accountId: string, back: string) => Promise<string>
  /** Opens an account again that its person closed; false when it is too late. */
  comeBack: (accountId: string) => Promise<boolean>
  /** Fetches a provider's photo for an account, once its person wants it; failing changes nothing. */
  keepPhoto: (accountId: string, url: string) => Promise<void>
}

export interface Policy {
  version: string
  address: string
}
