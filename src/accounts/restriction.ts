import type { Silence } from '../kernel/index.ts'
import type { AccountRestriction } from './account.model.ts'

export type Restriction = AccountRestriction

/** Whether a restriction counts at this moment. */
export function isInForce(restriction: Restriction | undefined, now: Date): restriction is Restriction {
  return restriction !== undefined && (restriction.until === undefined || restriction.until > now)
}

/** What of a silence the actor carries; nothing when there is none in force. */
export function silenceOf(restriction: Restriction | undefined, now: Date): { silence?: Silence } {
  if (!isInForce(restriction, now)) return {}
  const { reason, until } = restriction
  return { silence: { reason, ...(until ? { until } : {}) } }
}
