import type { Role } from '../kernel/index.ts'
import type { PersonView } from './person.ts'

/** A restriction as staff see it. */
export interface RestrictionView {
  since: Date
  until?: Date
  reason: string
  by: PersonView | undefined
}

/** A person as the people who work here see them in a list: no address, nothing of how they sign in. */
export interface PersonRow {
  id: string
  person: PersonView
  handle: string
  /** Their page for staff. */
  address: string
  roles: readonly Role[]
  joinedAt: Date
  isSilenced: boolean
  isSuspended: boolean
}

export interface StaffPersonView extends PersonRow {
  silenced?: RestrictionView
  suspended?: RestrictionView
  /** A message key that says why not, where this actor may not. */
  whyNoRestriction?: string
  /** Where the owner gives and takes roles; missing for everybody else. */
  rolesAction?: string
}
