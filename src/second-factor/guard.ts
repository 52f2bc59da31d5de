import type { Presence } from '../http/index.ts'
import type { FactorDeps } from './deps.ts'
import type { Factor } from './factor.model.ts'

/** What of a session tells whether its person has shown their second factor in it. */
export interface FactorProof {
  factorAt?: Date
}

/**
 * Who is behind a session, with the roles that they may use in it: none before the second factor was shown, where they
 * have one or everybody needs one. Whatever way a request takes, it acts with what this gives.
 */
export async function withRolesProven(
  { factors, isRequired }: Pick<FactorDeps, 'factors' | 'isRequired'>,
  presence: Presence,
  { factorAt }: FactorProof,
): Promise<Presence> {
  const { actor, me } = presence
  if (actor.kind !== 'member' || actor.roles.length === 0) return presence
  const confirmedAt = (await factors.findById(actor.id, { confirmedAt: 1 }).lean<Factor>())?.confirmedAt
  if (!confirmedAt && !isRequired) return presence
  // One that was shown before this one was set up was another one.
  if (confirmedAt && factorAt && factorAt >= confirmedAt) return presence
  return {
    ...presence,
    actor: { ...actor, roles: [], withheld: actor.roles },
    me: { ...me, isOwner: false, isStaff: false, secondFactor: confirmedAt ? 'enter' : 'setUp' },
  }
}
