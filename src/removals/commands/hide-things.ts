import { allow, Conflict, Invalid, type Actor, type Member, type RemovableKind } from '../../kernel/index.ts'
import type { CaseThing, RemovalCase } from '../case.model.ts'
import { holdingStates } from '../case.states.ts'
import type { RemovalDeps } from '../deps.ts'
import { mayDecide } from '../removals.policy.ts'
import { loadCase } from '../load-case.ts'
import { write } from './change.ts'
import { record } from './record.ts'
import { tellAuthors } from './tell-authors.ts'

/**
 * Takes everything that a request is about out of sight while it is decided; `show` brings it back to the byte. `leave`
 * says to who asked for it why it stays visible. Throws NotFound, NotAllowed, Conflict, Invalid.
 */
export async function hideMeanwhile(
  deps: RemovalDeps,
  actor: Actor,
  { id, wish, reason }: { id: string; wish: 'hide' | 'show' | 'leave'; reason: string },
): Promise<void> {
  const item = await loadCase(deps, id)
  allow(mayDecide(actor, item))
  const { id: byId } = actor as Member
  if (item.state !== 'open') throw new Conflict('removals:rules.decided')
  if (wish === 'leave') return leaveVisible(deps, item, { byId, reason })
  if (wish === 'hide') {
    await hideAll(deps, item)
    await write(deps, id, { told: { deed: 'hidden', byId } })
    await tellAuthors(deps, { id, what: 'hidden' })
  } else {
    for (const thing of item.things) await release(deps, id, thing)
    await write(deps, id, { told: { deed: 'shown', byId } })
  }
  await record(deps, actor, { action: wish === 'hide' ? 'removal.hide' : 'removal.show', id })
}

/** Who wanted it hidden and didn't get that is owed a reason. */
async function leaveVisible(
  deps: RemovalDeps,
  { _id, parties: [asker] }: RemovalCase,
  { byId, reason }: { byId: string; reason: string },
): Promise<void> {
  if (reason === '') throw new Invalid({ reason: 'removals:rules.reasonMissing' })
  const at = deps.clock()
  const message = { at, party: 0, from: 'staff' as const, byId, text: reason }
  await write(deps, _id, {
    where: { wishesHidden: true, leftVisibleAt: { $exists: false } },
    set: { leftVisibleAt: at },
    push: { messages: message },
    told: { deed: 'leftVisible', byId },
  })
  if (asker) await deps.letters.message({ id: _id, party: 0, to: asker, at })
}

/** Hides every thing of a case. The case says so first: what a crash leaves undone is found by the job. */
async function hideAll(deps: RemovalDeps, { _id, things }: Pick<RemovalCase, '_id' | 'things'>): Promise<void> {
  for (const { kind, id } of things) await hideOne(deps, _id, { kind, id })
}

/** Hides one thing of a case. */
export async function hideOne(deps: RemovalDeps, caseId: string, { kind, id }: Ref): Promise<void> {
  await deps.cases.updateOne(thingOf(caseId, { kind, id }), { $set: { 'things.$.isHidden': true } })
  await deps.removables[kind].hide(id)
}

/** Lets go of a thing; it is in sight again unless another case still hides it. */
export async function release(deps: RemovalDeps, caseId: string, { kind, id }: Ref): Promise<void> {
  await deps.cases.updateOne(thingOf(caseId, { kind, id }), { $unset: { 'things.$.isHidden': 1 } })
  const held = await deps.cases.exists({
    _id: { $ne: caseId },
    state: { $in: holdingStates },
    things: { $elemMatch: { kind, id, isHidden: true } },
  })
  if (!held) await deps.removables[kind].restore(id)
}

/** Hides again what a case says is hidden and isn't: a crash came between the two. Gives how many. */
export async function hideLeftovers(deps: RemovalDeps): Promise<number> {
  let mended = 0
  const holding = { state: { $in: holdingStates }, 'things.isHidden': true }
  for await (const { things } of deps.cases.find(holding, { things: 1 }).lean<RemovalCase>().cursor()) {
    for (const { kind, id, isHidden } of things) {
      const found = isHidden ? await deps.removables[kind].find(id) : undefined
      if (!found || found.isHidden) continue
      await deps.removables[kind].hide(id)
      mended += 1
    }
  }
  return mended
}

type Ref = Pick<CaseThing, 'id'> & { kind: RemovableKind }

const thingOf = (_id: string, { kind, id }: Ref): object => ({ _id, things: { $elemMatch: { kind, id } } })
