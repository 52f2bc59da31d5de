import type { Accounts } from '../accounts/index.ts'
import type { Clock, HeldKind, PersonalDataHolder, RandomToken } from '../kernel/index.ts'
import type { DepartureModel } from './departure.model.ts'

/** What leaving works with. */
export interface PrivacyDeps {
  departures: DepartureModel
  accounts: Accounts
  /** Every feature that holds something of people. */
  holders: readonly PersonalDataHolder[]
  clock: Clock
  randomToken: RandomToken
  link: (path: string) => string
}

/** Every kind of things that features hold, in the order of the features. */
export function allKinds({ holders }: PrivacyDeps): HeldKind[] {
  return holders.flatMap(({ kinds }) => kinds)
}

/** The holder of a kind. Throws an Error for a kind that nobody holds: a plan from another version. */
export function holderOf({ holders }: PrivacyDeps, kind: string): PersonalDataHolder {
  const holder = holders.find(({ kinds }) => kinds.some((each) => each.kind === kind))
  if (!holder) throw new Error(`nobody holds ${kind}`)
  return holder
}
