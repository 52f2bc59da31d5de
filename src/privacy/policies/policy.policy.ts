import { hasRole, no, yes, type Actor, type Decision } from '../../kernel/index.ts'

/** Writing the texts that the site is run under, and putting them in force. */
export function mayWritePolicies(actor: Actor): Decision {
  return hasRole(actor, 'owner') ? yes : no('policies:rules.ownerOnly')
}
