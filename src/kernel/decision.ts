import { NotAllowed, type MessageKey, type MessageParams } from './errors.ts'

/** What a policy says: yes, or no with the reason that the page shows. */
export type Decision =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: MessageKey; readonly params?: MessageParams }

export const yes: Decision = { allowed: true }

/** A refusal with its reason, a key of the message files. */
export function no(reason: MessageKey, params?: MessageParams): Decision {
  return { allowed: false, reason, ...(params ? { params } : {}) }
}

/** Goes on when the decision is yes. Throws NotAllowed with the policy's reason when it is no. */
export function allow(decision: Decision): void {
  if (!decision.allowed) throw new NotAllowed(decision.reason, decision.params)
}
