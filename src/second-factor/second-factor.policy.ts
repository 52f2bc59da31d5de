import { no, yes, type Actor, type Decision, type Role } from '../kernel/index.ts'

/** The roles that somebody holds, whether they may use them now or not. */
export function rolesHeld(actor: Actor): readonly Role[] {
  return actor.kind === 'member' ? (actor.withheld ?? actor.roles) : []
}

/** A second factor is for who works here. */
export function mayHaveFactor(actor: Actor): Decision {
  return rolesHeld(actor).length > 0 ? yes : no('rules:request.staffOnly')
}

/** Where everybody needs one, nobody takes theirs away; a new one takes its place. */
export function mayRemoveFactor(actor: Actor, { isRequired }: { isRequired: boolean }): Decision {
  const may = mayHaveFactor(actor)
  return may.allowed && isRequired ? no('second-factor:rules.required') : may
}

/** Whoever lost their authenticator and their codes is helped by the owner, who knows who they are. */
export function mayReset(actor: Actor): Decision {
  return actor.kind === 'member' && actor.roles.includes('owner') ? yes : no('rules:request.staffOnly')
}
