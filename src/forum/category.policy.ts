import { hasRole, isStaff, no, yes, type Actor, type Decision, type Silence, type Member } from '../kernel/index.ts'
import type { CategoryRole } from './forum.words.ts'

/** What policies need to know of a category. */
export interface CategoryFacts {
  readRole: CategoryRole
  writeRole: CategoryRole
  archivedAt?: Date | undefined
}

/** Which categories' topics an actor may see in lists. */
export function readableRoles(actor: Actor): CategoryRole[] {
  if (isStaff(actor)) return ['public', 'members', 'staff']
  return actor.kind === 'member' ? ['public', 'members'] : ['public']
}

/** Whether the actor may read what stands in the category; who may not is told that it doesn't exist. */
export function mayRead(actor: Actor, category: CategoryFacts): boolean {
  return readableRoles(actor).includes(category.readRole)
}

/** Whether the actor may begin topics and reply in the category. */
export function mayWrite(actor: Actor, category: CategoryFacts): Decision {
  if (actor.kind === 'visitor') return no('rules:write.signIn')
  if (!mayRead(actor, category)) return no('rules:category.notForYou')
  if (actor.silence) return silenced(actor.silence)
  if (category.archivedAt) return no('rules:category.archived')
  if (category.writeRole === 'staff' && !isStaff(actor)) return no('rules:category.staffWrites')
  return yes
}

/** Told with the reason and, where there is one, the end. */
function silenced({ reason, until }: Silence): Decision {
  return until
    ? no('rules:write.silenced', { reason, until: until.getTime() })
    : no('rules:write.silencedForGood', { reason })
}

/** Whom a guest will be once they are signed in, as far as anybody can tell. */
export const somebody: Member = { kind: 'member', id: '', roles: [] }

/** Announcements speak for the company. */
export function mayAnnounce(actor: Actor): Decision {
  return isStaff(actor) ? yes : no('rules:topic.staffAnnounces')
}

/** Creating, changing and archiving categories. */
export function mayManageCategories(actor: Actor): Decision {
  return hasRole(actor, 'owner') ? yes : no('rules:category.ownerManages')
}
