import { hasRole, isSelf, no, yes, type Actor, type Decision } from '../kernel/index.ts'

/** What policies need to know of a case. */
interface CaseFacts {
  parties: readonly { accountId?: string | undefined }[]
  /** Whose things it is about, told of it or not. */
  authorIds: readonly string[]
  deciderId?: string | undefined
}

/** Whether the actor takes part in a case, or it is about what is theirs: then they learn nothing of who asked. */
export function isConcerned(actor: Actor, { parties, authorIds }: CaseFacts): boolean {
  return [...parties.map(({ accountId }) => accountId), ...authorIds].some((id) => isSelf(actor, id))
}

/** Whether the actor decides about requests at all. */
const mayWork = (actor: Actor): Decision => (hasRole(actor, 'moderator') ? yes : no('removals:rules.moderatorsDecide'))

/** Whether the actor decides about this one: nobody does in a case of their own. */
export function mayDecide(actor: Actor, item: CaseFacts): Decision {
  const work = mayWork(actor)
  if (!work.allowed) return work
  return isConcerned(actor, item) ? no('removals:rules.ownCase') : yes
}

/** Whether the actor decides about an appeal: not who decided what is appealed against (EU DSA Art. 20(6)). */
export function mayDecideAppeal(actor: Actor, item: CaseFacts): Decision {
  const general = mayDecide(actor, item)
  if (!general.allowed) return general
  return isSelf(actor, item.deciderId) ? no('removals:rules.anotherPerson') : yes
}
