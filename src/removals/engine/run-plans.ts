import type { Fingerprint } from '../../kernel/index.ts'
import { release } from '../commands/hide-things.ts'
import type { RemovalDeps } from '../deps.ts'
import type { Run, RunStep } from './run.model.ts'
import { verify } from './verify.ts'

/** How long a runner that isn't heard of keeps a plan, in milliseconds. */
const lease = 5 * 60 * 1000

/** Plans that one run of the job takes. */
const most = 20

/** Says that somebody else has the plan now: whoever lost it stops without a word. */
class LostLease extends Error {
  override readonly name = 'LostLease'
}

/** Carries out every plan that is due, and looks again for what was left. Gives how many are done. */
export async function runDue(deps: RemovalDeps): Promise<number> {
  const due = await deps.runs
    .find({ state: { $in: ['ready', 'removing', 'remains'] }, startsAt: { $lte: deps.clock() } }, { _id: 1 })
    .sort({ startsAt: 1 })
    .limit(most)
    .lean<Pick<Run, '_id'>[]>()
  let done = 0
  for (const { _id } of due) if (await runPlan(deps, _id, { verifies: true })) done += 1
  return done
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
async function fingerprintsOf({ removables }: RemovalDeps, { steps }: Run): Promise<Fingerprint[]> {
  const all: Fingerprint[] = []
  for (const { kind, thingId, deed, passages = [] } of steps) {
    if (deed === 'erase') all.push(...(await removables[kind].fingerprints(thingId)))
    if (deed === 'redact') all.push(...passages.map((value) => ({ kind: 'text', value }) as const))
  }
  return all
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
