import { allow, Conflict, type Actor, type Member } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { loadByToken, type PartyLink } from '../load-party.ts'
import { mayDecide } from '../removals.policy.ts'
import { loadCase } from '../load-case.ts'
import { step, write } from './change.ts'
import { record } from './record.ts'
import { release } from './hide-things.ts'
import { tellStaff } from './tell-staff.ts'

/** How many messages a case takes: a conversation, not a mailbox. */
const mostMessages = 200

/** Asks one of the parties back, who gets it by mail and answers on their page. Throws NotFound, NotAllowed, Conflict. */
export async function askParty(
  deps: RemovalDeps,
  actor: Actor,
  { id, party, text }: { id: string; party: number; text: string },
): Promise<void> {
  const item = await loadCase(deps, id)
  allow(mayDecide(actor, item))
  const to = item.parties[party]
  if (!to || item.clearedAt || item.messages.length >= mostMessages) throw new Conflict('removals:rules.over')
  const { id: byId } = actor as Member
  const at = deps.clock()
  await write(deps, id, {
    push: { messages: { at, party, from: 'staff', byId, text } },
    told: { deed: 'asked', byId, party },
  })
  await deps.letters.message({ id, party, to, at })
  await record(deps, actor, { action: 'removal.ask', id })
}

/** Writes to those who decide. Throws NotFound, Conflict. */
export async function answerStaff(deps: RemovalDeps, link: PartyLink, text: string): Promise<void> {
  const { item, party } = await loadByToken(deps, link)
  if (item.clearedAt || item.messages.length >= mostMessages) throw new Conflict('removals:rules.over')
  const at = deps.clock()
  await write(deps, item._id, {
    push: { messages: { at, party, from: 'party', text } },
    told: { deed: 'answered', party },
  })
  if (item.state !== 'unconfirmed') await tellStaff(deps, { id: item._id, what: 'answer', once: String(at.getTime()) })
}

/** Takes one's request back before it is decided; what was hidden for it is in sight again. Throws NotFound, Conflict. */
export async function withdrawNotice(deps: RemovalDeps, link: PartyLink): Promise<void> {
  const { item, party } = await loadByToken(deps, link)
  if (party !== 0) throw new Conflict('removals:rules.over')
  await step(deps, item, { event: 'withdraw', told: { deed: 'withdrawn', party: 0 } })
  for (const thing of item.things) if (thing.isHidden) await release(deps, item._id, thing)
}
