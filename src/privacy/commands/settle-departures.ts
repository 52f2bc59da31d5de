import type { Departure } from '../departure.model.ts'
import { departureStates } from '../departure.states.ts'
import { holderOf, type PrivacyDeps } from '../deps.ts'

/** How long one process may settle a departure before another one takes over, in milliseconds. */
const lease = 10 * 60 * 1000

/** Carries out every departure whose time to be undone is over. For the job; gives how many it finished. */
export async function settleDue(deps: PrivacyDeps): Promise<number> {
  await deps.departures.updateMany(
    { state: { $in: departureStates.before('settle') }, settleAt: { $lte: deps.clock() } },
    { $set: { state: 'settling' } },
  )
  const due = await deps.departures
    .find({ state: 'settling' }, { _id: 1 })
    .sort({ settleAt: 1 })
    .limit(100)
    .lean<Pick<Departure, '_id'>[]>()
  let finished = 0
  for (const { _id } of due) if (await settleDeparture(deps, _id)) finished += 1
  return finished
}

/**
 * Carries one departure out for good, one runner at a time: each step that isn't done, then the account, then the plan
 * forgets whose it was. Every step may be run again, so a crash costs a repetition and nothing else.
 */
export async function settleDeparture(deps: PrivacyDeps, id: string): Promise<boolean> {
  const departure = await take(deps, id)
  if (!departure?.accountId) return false
  const { accountId, email } = departure
  const subject = { accountId, ...(email === undefined ? {} : { email }) }
  for (const { kind, treatment, doneAt } of departure.steps) {
    if (doneAt) continue
    await holderOf(deps, kind).settle(subject, kind, treatment)
    await deps.departures.updateOne({ _id: id, 'steps.kind': kind }, { $set: { 'steps.$.doneAt': deps.clock() } })
  }
  await deps.accounts.erase(accountId, { keepsName: departure.keepsName })
  await deps.departures.updateOne(
    { _id: id, state: { $in: departureStates.before('finish') } },
    { $set: { state: 'done', doneAt: deps.clock() }, $unset: { accountId: 1, email: 1, leasedUntil: 1 } },
  )
  return true
}

async function take(deps: PrivacyDeps, id: string): Promise<Departure | null> {
  const now = deps.clock()
  return deps.departures
    .findOneAndUpdate(
      { _id: id, state: 'settling', $or: [{ leasedUntil: { $exists: false } }, { leasedUntil: { $lte: now } }] },
      { $set: { leasedUntil: new Date(now.getTime() + lease) } },
      { returnDocument: 'after' },
    )
    .lean<Departure>()
}
