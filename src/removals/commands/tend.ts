import type { RemovalCase } from '../case.model.ts'
import { waitingStates } from '../case.states.ts'
import type { Decision } from '../decision.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { addMonths, dayOf, daysBetween, startOf } from '../due.ts'
import { confirmationDays, keptMonths, reminderDays } from '../removals.words.ts'
import { carryOutDecision } from './carry-out-decision.ts'
import { restoreCountered } from './counter.ts'
import { sendReceipt } from './file-notice.ts'
import { hideLeftovers } from './hide-things.ts'
import { tellStaff } from './tell-staff.ts'

/** Decisions younger than this may be carried out by whoever made them at this moment. */
const patience = 60_000

/** How many of each kind one run takes; the next run goes on. */
const most = 200

/** Does what time brings, and finishes what was cut off. */
export async function tend(deps: RemovalDeps): Promise<void> {
  await finishDecisions(deps)
  await hideLeftovers(deps)
  await sendReceipts(deps)
  await remind(deps)
  await restoreCountered(deps)
  await lapse(deps)
  await clear(deps)
}

async function finishDecisions(deps: RemovalDeps): Promise<void> {
  const before = new Date(deps.clock().getTime() - patience)
  const left = deps.decisions
    .find({ carriedOutAt: { $exists: false }, at: { $lte: before } }, { _id: 1, caseId: 1 })
    .limit(most)
  for (const { _id, caseId } of await left.lean<Pick<Decision, '_id' | 'caseId'>[]>()) {
    // One's own things: the plan and the wish were written, and the case never was.
    if (await deps.cases.exists({ _id: caseId })) await carryOutDecision(deps, _id)
    else await deps.decisions.deleteOne({ _id })
  }
  await deps.runs.deleteMany({ state: 'drafted', createdAt: { $lte: new Date(before.getTime() - 60 * patience) } })
}

/** Receipts to addresses that had a mail of ours the day before. */
async function sendReceipts(deps: RemovalDeps): Promise<void> {
  const unsent = deps.cases.find({
    state: { $in: ['unconfirmed', 'open'] },
    ground: { $ne: 'own' },
    receiptAt: { $exists: false },
  })
  for (const item of await unsent.limit(most).lean<RemovalCase[]>()) await sendReceipt(deps, item)
}

/** Seven and three days before the due one, on it, and no more than one at a time. */
async function remind(deps: RemovalDeps): Promise<void> {
  const today = deps.clock()
  const soon = new Date(today.getTime() + 9 * 86_400_000)
  const due = deps.cases.find({ state: { $in: waitingStates }, dueAt: { $lte: soon } }).sort({ dueAt: 1 })
  for (const item of await due.limit(most).lean<RemovalCase[]>()) {
    const left = daysBetween(dayOf(today, item.timeZone), item.dueOn)
    const reminder = reminderDays.findLast((days) => left <= days)
    if (reminder === undefined || (item.remindedAt !== undefined && item.remindedAt <= reminder)) continue
    await tellStaff(deps, { id: item._id, what: 'due', once: `${item.dueOn} ${reminder}` })
    await deps.cases.updateOne(
      { _id: item._id },
      { $set: { remindedAt: reminder }, $push: { events: { at: today, deed: 'reminded', note: String(reminder) } } },
    )
  }
}

/** A request whose address nobody confirmed is nobody's: nothing of it stays. */
async function lapse(deps: RemovalDeps): Promise<void> {
  const before = new Date(deps.clock().getTime() - confirmationDays * 86_400_000)
  await deps.cases.deleteMany({ state: 'unconfirmed', receivedAt: { $lt: before } })
}

/** Long after the end of a case it doesn't say any more who asked, nor why; the figures stay. */
async function clear(deps: RemovalDeps): Promise<void> {
  const { timeZone } = deps
  const before = startOf(addMonths(dayOf(deps.clock(), timeZone), -keptMonths), timeZone)
  const over = deps.cases.find(
    {
      $or: [
        { state: 'decided', decidedAt: { $lt: before } },
        { state: 'withdrawn', receivedAt: { $lt: before } },
      ],
      clearedAt: { $exists: false },
      hasRemains: { $ne: true },
    },
    { _id: 1 },
  )
  for (const { _id } of await over.limit(most).lean<Pick<RemovalCase, '_id'>[]>()) await clearCase(deps, _id)
}

/** Takes everything off a case that tells who took part and what was said; kinds, times and outcomes stay. */
export async function clearCase(deps: RemovalDeps, _id: string): Promise<void> {
  await deps.decisions.deleteMany({ caseId: _id })
  await deps.runs.deleteMany({ caseId: _id, state: { $in: ['done', 'cancelled', 'drafted'] } })
  await deps.mail.cancelAbout({ kind: 'removal', id: _id })
  await deps.cases.updateOne(
    { _id },
    {
      $set: {
        notice: {},
        messages: [],
        appeals: [],
        events: [],
        parties: [{ role: 'asker', locale: 'en' }],
        clearedAt: deps.clock(),
      },
      $unset: { counter: 1, prolonged: 1, deciderId: 1 },
    },
  )
}
