import { hasRole, no, yes, type Actor, type Decision } from '../../kernel/index.ts'

/** Whether the actor may invite people to work here, and take an invitation back. */
export function mayInvite(actor: Actor): Decision {
  return hasRole(actor, 'owner') ? yes : no('people:rules.ownerOnly')
}
