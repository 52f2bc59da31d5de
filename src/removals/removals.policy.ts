import { hasRole, isSelf, no, yes, type Actor, type Decision } from '../kernel/index.ts'

/** What policies need to know of a case. */
interface CaseFacts {
  parties: readonly { accountId?: string | undefined }[]
  deciderId?: string | undefined
}

/** Whether the actor decides about requests at all. */
const mayWork = (actor: Actor): Decision => (hasRole(actor, 'moderator') ? yes : no('removals:rules.moderatorsDecide'))

/** Whether the actor decides about this one: nobody does in a case of their own. */
export function mayDecide(actor: Actor, { parties }: CaseFacts): Decision {
  const work = mayWork(actor)
  if (!work.allowed) return work
  return parties.some(({ accountId }) => isSelf(actor, accountId)) ? no('removals:rules.ownCase') : yes
}

/** Whether the actor decides about an appeal: not who decided what is appealed against (EU DSA Art. 20(6)). */
export function mayDecideAppeal(actor: Actor, item: CaseFacts): Decision {
  const general = mayDecide(actor, item)
  if (!general.allowed) return general
  return isSelf(actor, item.deciderId) ? no('removals:rules.anotherPerson') : yes
}
