import { Invalid, NotAllowed, newId, type Actor, type FoundThing } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { isAllOf } from '../queries/resolve-things.ts'
import { mostOwn } from '../removals.words.ts'
import { partyToken } from '../tokens.ts'
import { carryOutDecision } from './carry-out-decision.ts'
import { draftCase } from './file-notice.ts'

/**
 * Removes what is the actor's own: no questions, at once, by the same plan and with the same proof as for anybody. Gives
 * where they see how far it is. Throws NotAllowed, Invalid.
 */
export async function removeOwn(
  deps: RemovalDeps,
  actor: Actor,
  { things, locale }: { things: readonly FoundThing[]; locale: string },
): Promise<{ id: string; token: string }> {
  if (actor.kind !== 'member' || !isAllOf(actor, things)) throw new NotAllowed('removals:rules.notYours')
  if (things.length > mostOwn) throw new Invalid({ form: 'removals:rules.tooMany' })
  const reached = (await deps.accounts.recipients([actor.id])).get(actor.id)
  const email = reached?.email
  const asker = { role: 'asker' as const, accountId: actor.id, locale, ...(email === undefined ? {} : { email }) }
  const item = draftCase(deps, { ground: 'own', things, asker, notice: {}, wishesHidden: true, state: 'open' })
  const run = await deps.runs.create({
    caseId: item._id,
    state: 'drafted',
    startsAt: item.receivedAt,
    why: 'author',
    steps: (['hide', 'erase'] as const).flatMap((deed) => things.map(({ kind, id }) => ({ kind, thingId: id, deed }))),
    createdAt: item.receivedAt,
  })
  const decisionId = newId()
  await deps.decisions.create({
    _id: decisionId,
    caseId: item._id,
    round: 'first',
    at: item.receivedAt,
    byId: actor.id,
    outcome: 'granted',
    things: things.map(() => ({ becomes: 'remove', passages: 0 })),
    basis: 'own',
    explanation: 'Removed by whoever wrote it.',
    runIds: [run._id],
  })
  await deps.cases.create(item)
  await carryOutDecision(deps, decisionId)
  return { id: item._id, token: partyToken(deps.secret, { id: item._id, party: 0 }) }
}
