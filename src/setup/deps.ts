import type { Config } from '../config/index.ts'
import type { Finding, MessageKey, Role } from '../kernel/index.ts'

/** A way to sign in, as its owner sets it up. */
export interface SetUpProvider {
  id: string
  label: string
  /** Full addresses to register with the provider, by what it calls them. */
  addresses: readonly { nameKey: MessageKey; address: string }[]
  /** Asks the provider now. Never rejects. */
  test: () => Promise<Finding[]>
}

/** What looking at an installation works with. */
export interface SetupDeps {
  config: Config
  providers: readonly SetUpProvider[]
  /** What the database says it is, such as 7.0.5; undefined where it doesn't answer. */
  databaseVersion: () => Promise<string | undefined>
  staffWith: (role: Role) => Promise<readonly object[]>
  /** Policies that a live site can't be without and that are not there. */
  missingPolicies: () => Promise<readonly string[]>
  mail: {
    transport: 'smtp' | 'mailbox'
    check: () => Promise<{ code: string; smtp?: number } | undefined>
  }
  /** Completes a path below the mount path to an address for a page. */
  link: (path: string) => string
}
