import { hasRole, no, yes, type Actor, type Decision } from '../kernel/index.ts'

/** Reading the outbox, trying mails again and discarding them. */
export function mayManageMail(actor: Actor): Decision {
  return hasRole(actor, 'owner') ? yes : no('mail:rules.ownerOnly')
}
