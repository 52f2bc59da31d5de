import { hasRole, isSelf, no, yes, type Actor, type Decision, type Role } from '../kernel/index.ts'

/** What these policies need to know of the person that something is done to. */
export interface PersonToJudge {
  id: string
  roles: readonly Role[]
}

/** Whether the actor may look up people for the work of a moderator. */
export function maySeePeople(actor: Actor): Decision {
  return hasRole(actor, 'moderator') ? yes : no('people:rules.moderatorsOnly')
}

/** Whether the actor may silence or suspend the person, or take that back. */
export function mayRestrict(actor: Actor, person: PersonToJudge): Decision {
  if (!hasRole(actor, 'moderator')) return no('people:rules.moderatorsOnly')
  if (isSelf(actor, person.id)) return no('people:rules.notYourself')
  if (person.roles.includes('owner')) return no('people:rules.notTheOwner')
  if (person.roles.length > 0 && !hasRole(actor, 'owner')) return no('people:rules.ownerOverStaff')
  return yes
}

/** Whether the actor may give and take the person's roles. */
export function mayGiveRoles(actor: Actor, person: PersonToJudge): Decision {
  if (!hasRole(actor, 'owner')) return no('people:rules.ownerOnly')
  return isSelf(actor, person.id) ? no('people:rules.notYourself') : yes
}
