import { hasRole, no, yes, type Actor, type Decision } from '../kernel/index.ts'
import { doneByLink, type Deed } from './testimonials.words.ts'

/** Whether somebody may work on testimonials: marketing, and the owner. */
export function mayManage(actor: Actor): Decision {
  return hasRole(actor, 'marketing') ? yes : no('rules:testimonial.marketingManages')
}

/**
 * Whether a testimonial is somebody's: it was given with the address that they proved. Given with another one, it is theirs
 * while nobody has answered by that; then it is whose that address is, with whatever they said since.
 */
export function isOwn(
  item: { email?: string; accountId?: string; log: readonly { deed: Deed }[] },
  { accountId, email }: { accountId?: string | undefined; email?: string | undefined },
): boolean {
  if (email !== undefined && item.email === email) return true
  return accountId !== undefined && item.accountId === accountId && !isAnswered(item)
}

/** Whether somebody answered by a link that was mailed to its address, and so showed that the address is theirs. */
export function isAnswered({ log }: { log: readonly { deed: Deed }[] }): boolean {
  return log.some(({ deed }) => doneByLink.includes(deed))
}
