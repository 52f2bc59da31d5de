import { hasRole, no, yes, type Actor, type Decision } from '../../kernel/index.ts'

/** Answering what people ask about their data. */
export function mayAnswerAccess(actor: Actor): Decision {
  return hasRole(actor, 'owner') ? yes : no('access:rules.ownerOnly')
}
