import type { DataSubject, Fingerprint } from '../../kernel/index.ts'
import type { RemovalCase } from '../case.model.ts'
import { release } from '../commands/hide-things.ts'
import { tellStaff } from '../commands/tell-staff.ts'
import type { RemovalDeps } from '../deps.ts'
import type { Run, RunStep } from './run.model.ts'
import { verify } from './verify.ts'

/** How long a runner that isn't heard of keeps a plan, in milliseconds. */
const lease = 5 * 60 * 1000

/** Plans that one run of the job takes. */
const most = 20

/** So many failures are no chance. */
const worrying = 3

/** Says that somebody else has the plan now: whoever lost it stops without a word. */
class LostLease extends Error {
  override readonly name = 'LostLease'
}

/** How long a plan waits that failed, in milliseconds. */
const failedWaits = 10 * 60 * 1000

/**
 * Carries out every plan that is due, and looks again for what was left. Gives how many are done. One that fails keeps no
 * other one waiting. Throws AggregateError with what failed.
 */
export async function runDue(deps: RemovalDeps): Promise<number> {
  const now = deps.clock()
  const due = await deps.runs
    .find(
      {
        state: { $in: ['ready', 'removing', 'remains'] },
        startsAt: { $lte: now },
        $or: [{ restsUntil: { $exists: false } }, { restsUntil: { $lte: now } }],
      },
      { _id: 1, caseId: 1 },
    )
    .sort({ startsAt: 1 })
    .limit(most)
    .lean<Pick<Run, '_id' | 'caseId'>[]>()
  let done = 0
  const failures: unknown[] = []
  for (const run of due) {
    try {
      if (await runPlan(deps, run._id, { verifies: true })) done += 1
    } catch (error) {
      failures.push(error)
      await noteFailure(deps, run)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'plans that could not be carried out')
  return done
}

/** What fails again and again needs somebody: the clock of the case runs on. */
async function noteFailure(deps: RemovalDeps, { _id, caseId }: Pick<Run, '_id' | 'caseId'>): Promise<void> {
  const restsUntil = new Date(deps.clock().getTime() + failedWaits)
  const after = await deps.runs
    .findOneAndUpdate({ _id }, { $set: { restsUntil }, $inc: { failures: 1 } }, { returnDocument: 'after' })
    .lean<Run>()
  if (after && after.failures >= worrying) await tellStaff(deps, { id: caseId, what: 'stuck', once: _id })
}

/**
 * Carries a plan out from where it was left, one runner at a time: each step may be done twice, so that a crash costs a
 * repetition and nothing else. Then, where wanted, looks for what is left. Gives whether all is done and proven.
 */
export async function runPlan(deps: RemovalDeps, id: string, { verifies }: { verifies: boolean }): Promise<boolean> {
  const token = deps.randomToken(12)
  const run = await take(deps, id, token)
  if (!run) return false
  const goOn = (change: object = {}): Promise<void> => extend(deps, { id, token }, change)
  try {
    const fingerprints = run.fingerprints ?? (await fingerprintsOf(deps, run))
    if (!run.fingerprints) await goOn({ $set: { fingerprints, state: 'removing' } })
    for (const [at, step] of run.steps.entries()) {
      if (step.doneAt) continue
      await carryOut(deps, run, step)
      await noteDone(deps, run, step)
      // The passages are words that had to go.
      const done = { $set: { [`steps.${at}.doneAt`]: deps.clock() }, $unset: { [`steps.${at}.passages`]: 1 } }
      await goOn(done)
    }
    if (run.forgetsAsker && !run.askerForgottenAt) {
      const subject = await askerOf(deps, run)
      if (subject) await deps.forget(subject)
      await goOn({ $set: { askerForgottenAt: deps.clock() } })
    }
    if (!run.exportsDroppedAt) {
      // Packed text can't be searched: a copy that was made before may hold what is gone.
      await deps.dropExports()
      await goOn({ $set: { exportsDroppedAt: deps.clock() } })
    }
    return verifies && (await verify(deps, { ...run, fingerprints }, goOn))
  } catch (error) {
    if (error instanceof LostLease) return false
    throw error
  } finally {
    await deps.runs.updateOne({ _id: id, lease: token }, { $unset: { lease: 1, leasedUntil: 1 } })
  }
}

function take({ runs, clock }: RemovalDeps, _id: string, token: string): Promise<Run | null> {
  const now = clock()
  return runs
    .findOneAndUpdate(
      {
        _id,
        state: { $in: ['ready', 'removing', 'remains'] },
        startsAt: { $lte: now },
        $or: [{ leasedUntil: { $exists: false } }, { leasedUntil: { $lte: now } }],
      },
      { $set: { lease: token, leasedUntil: new Date(now.getTime() + lease) }, $inc: { begun: 1 } },
      { returnDocument: 'after' },
    )
    .lean<Run>()
}

async function extend(
  { runs, clock }: RemovalDeps,
  { id, token }: { id: string; token: string },
  change: { $set?: object; $unset?: object },
): Promise<void> {
  const leasedUntil = new Date(clock().getTime() + lease)
  const written = await runs.updateOne({ _id: id, lease: token }, { ...change, $set: { ...change.$set, leasedUntil } })
  if (written.matchedCount === 0) throw new LostLease()
}

/** Everything by which the things of the plan can be recognised, before the first of them is touched. */
async function fingerprintsOf(deps: RemovalDeps, run: Run): Promise<Fingerprint[]> {
  const { removables } = deps
  const { steps } = run
  const all: Fingerprint[] = []
  const asker = run.forgetsAsker ? await askerOf(deps, run) : undefined
  if (asker?.email !== undefined) all.push({ kind: 'name', value: asker.email })
  for (const { kind, thingId, deed, passages = [] } of steps) {
    if (deed === 'erase') all.push(...(await removables[kind].fingerprints(thingId)))
    if (deed === 'redact') all.push(...passages.map((value) => ({ kind: 'text', value }) as const))
  }
  return all
}

/** Whose data goes with the plan; undefined once they are gone. The address was proven when the request was opened. */
async function askerOf({ cases, accounts }: RemovalDeps, { caseId }: Run): Promise<DataSubject | undefined> {
  const asker = (await cases.findById(caseId, { parties: 1 }).lean<RemovalCase>())?.parties[0]
  if (!asker || (asker.accountId === undefined && asker.email === undefined)) return undefined
  const { email } = asker
  const accountId = asker.accountId ?? (email === undefined ? undefined : (await accounts.withAddress(email))?.id)
  return { ...(accountId === undefined ? {} : { accountId }), ...(email === undefined ? {} : { email }) }
}

async function carryOut(deps: RemovalDeps, { why, caseId }: Run, step: RunStep): Promise<void> {
  const { kind, thingId, deed, passages = [] } = step
  const removable = deps.removables[kind]
  switch (deed) {
    case 'hide':
      await removable.hide(thingId)
      return
    case 'erase':
      return removable.erase(thingId, why)
    case 'redact':
      await removable.redact?.(thingId, passages)
      return
    case 'show':
      return release(deps, caseId, { kind, id: thingId })
    default:
      return deed satisfies never
  }
}

async function noteDone(deps: RemovalDeps, { caseId }: Run, { kind, thingId, deed }: RunStep): Promise<void> {
  if (deed === 'hide') return
  const gone = deed === 'erase' ? { $unset: { 'things.$.isHidden': 1 } } : {}
  await deps.cases.updateOne(
    { _id: caseId, things: { $elemMatch: { kind, id: thingId } } },
    { $set: { 'things.$.doneAt': deps.clock() }, ...gone },
  )
}
