import { hasRole, no, yes, type Actor, type Decision } from '../kernel/index.ts'

/** Whether somebody may work on testimonials: marketing, and the owner. */
export function mayManage(actor: Actor): Decision {
  return hasRole(actor, 'marketing') ? yes : no('rules:testimonial.marketingManages')
}

/** Whether somebody may see what was given as theirs: by the account, or by the proven address of it. */
export function mayReadOwn(
  actor: Actor,
  item: { accountId?: string; email?: string },
  provenEmail: string | undefined,
): boolean {
  if (actor.kind !== 'member') return false
  return item.accountId === actor.id || (provenEmail !== undefined && item.email === provenEmail)
}
