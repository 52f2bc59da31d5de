import { hasRole, no, yes, type Actor, type Decision } from '../kernel/index.ts'

/** Whether somebody may work on testimonials: marketing, and the owner. */
export function mayManage(actor: Actor): Decision {
  return hasRole(actor, 'marketing') ? yes : no('rules:testimonial.marketingManages')
}
