/** The roles of people who work here. A customer has none; the owner may do what every other role may. */
export const roles = ['owner', 'moderator', 'agent', 'marketing'] as const
export type Role = (typeof roles)[number]

/** Somebody who isn't signed in. */
export interface Visitor {
  readonly kind: 'visitor'
}

/** Somebody who is signed in. */
export interface Member {
  readonly kind: 'member'
  readonly id: string
  readonly roles: readonly Role[]
  /** Roles that they hold and may not use before they have shown their second factor; `roles` is empty then. */
  readonly withheld?: readonly Role[]
  /** They may read and not write, for now or for good. */
  readonly silence?: Silence
}

/** What was said to somebody who may not write; `until` is missing where that has no end. */
export interface Silence {
  readonly reason: string
  readonly until?: Date
}

/** Who acts. Commands and policies get one; they never see a request. */
export type Actor = Visitor | Member

export const visitor: Visitor = { kind: 'visitor' }

/** Whether the actor holds the role; the owner holds all. */
export function hasRole(actor: Actor, role: Role): boolean {
  return actor.kind === 'member' && (actor.roles.includes(role) || actor.roles.includes('owner'))
}

/** Whether the actor works here in any role. */
export function isStaff(actor: Actor): boolean {
  return actor.kind === 'member' && actor.roles.length > 0
}

/** Whether the actor is the signed-in person with this account id. */
export function isSelf(actor: Actor, accountId: string | undefined): boolean {
  return actor.kind === 'member' && actor.id === accountId
}

/** Whether the actor would belong to the audience, if they showed their second factor. */
export function wouldBelongTo(actor: Actor, audience: Audience): boolean {
  if (actor.kind === 'visitor' || !actor.withheld) return false
  return belongsTo({ kind: 'member', id: actor.id, roles: actor.withheld }, audience)
}

/** Whom a route lets in. Each level stands alone: there is no default. */
export const audiences = ['visitor', 'member', 'staff', ...roles] as const
export type Audience = (typeof audiences)[number]

/** Whether the actor belongs to the audience: everybody is a `visitor`, all who are signed in are `member`. */
export function belongsTo(actor: Actor, audience: Audience): boolean {
  switch (audience) {
    case 'visitor':
      return true
    case 'member':
      return actor.kind === 'member'
    case 'staff':
      return isStaff(actor)
    case 'owner':
    case 'moderator':
    case 'agent':
    case 'marketing':
      return hasRole(actor, audience)
    default:
      return audience satisfies never
  }
}
