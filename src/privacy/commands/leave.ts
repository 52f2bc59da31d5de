import { Conflict, newId, type Treatment } from '../../kernel/index.ts'
import { tokenHash, type Account } from '../../accounts/index.ts'
import type { Departure, DepartureStep } from '../departure.model.ts'
import { departureStates } from '../departure.states.ts'
import { allKinds, holderOf, type PrivacyDeps } from '../deps.ts'
import { settleDeparture } from './settle-departures.ts'

const aDay = 24 * 60 * 60 * 1000

/** How long a deactivation can be undone, in days. */
export const undoDays = 14

export interface Leaving {
  /** Erasure can't be undone and begins at once; deactivation waits. */
  erases: boolean
  /** What becomes of each kind; one that isn't named goes. */
  choices: Readonly<Record<string, Treatment>>
  /** Whether an outside party asked and gets a code for the status page. */
  wantsCode?: boolean
}

/**
 * Takes somebody out: the plan is written first, then the account is closed and everything is hidden as chosen, so that
 * a crash at any point leaves a plan that the job carries on. An erasure is carried out before the answer.
 * An erasure takes the place of a deactivation that waits; a deactivation that was cut off goes on as it was planned.
 * Gives the code of the status page. Throws Conflict when the account is leaving already.
 */
export async function leave(deps: PrivacyDeps, account: Account, leaving: Leaving): Promise<string> {
  const code = deps.randomToken(24)
  const departure = draftDeparture(deps, account, { ...leaving, code })
  await deps.departures.deleteOne({ accountId: account._id, state: 'undone' })
  const written = await deps.departures.updateOne(
    { accountId: account._id },
    { $setOnInsert: departure },
    { upsert: true },
  )
  const planned = written.upsertedCount === 1 ? departure : await takeUp(deps, account, departure)
  if (!planned) throw new Conflict('rules:leave.already')
  await carryOut(deps, planned)
  return code
}

/** The plan that waits, made an erasure where that is wanted; null where there is nothing to go on with. */
async function takeUp(
  { departures }: PrivacyDeps,
  { _id: accountId, status }: Account,
  { _id: _, ...wanted }: Departure,
): Promise<Departure | null> {
  const waiting = { accountId, state: { $in: departureStates.before('settle') } }
  if (wanted.state === 'settling')
    return departures.findOneAndUpdate(waiting, { $set: wanted }, { returnDocument: 'after' }).lean<Departure>()
  // Whose plan is there and whose account is open was cut off between the two.
  return status === 'active' ? departures.findOne(waiting).lean<Departure>() : null
}

/** Notes a demand for erasure that found nothing to erase. Gives the code of its status page. */
export async function noteNothing(deps: PrivacyDeps): Promise<string> {
  const code = deps.randomToken(24)
  const now = deps.clock()
  const done = { state: 'done', keepsName: false, steps: [], askedAt: now, settleAt: now, doneAt: now } as const
  await deps.departures.create({ ...done, steps: [], codeHash: tokenHash(code) })
  return code
}

/** Closes and hides, or erases; safe to run again. */
async function carryOut(deps: PrivacyDeps, departure: Departure): Promise<void> {
  const { accountId = '', keepsName } = departure
  await deps.accounts.close(accountId, { hidesName: !keepsName })
  await hide(deps, departure)
  if (departure.state === 'settling') await settleDeparture(deps, departure._id)
}

/** Hides what the plan takes away. */
async function hide(deps: PrivacyDeps, departure: Departure): Promise<void> {
  for (const { kind, treatment } of departure.steps) {
    await holderOf(deps, kind).hide(subjectOf(departure), kind, treatment)
  }
}

/** Brings somebody back within the time for it, or goes on where that was cut off. Gives false when it is too late. */
export async function comeBack(deps: PrivacyDeps, accountId: string): Promise<boolean> {
  const departure = await deps.departures
    .findOneAndUpdate(
      {
        accountId,
        $or: [{ state: { $in: departureStates.before('undo') }, settleAt: { $gt: deps.clock() } }, { state: 'undone' }],
      },
      { $set: { state: 'undone' } },
      { returnDocument: 'after' },
    )
    .lean<Departure>()
  if (!departure) return false
  for (const { kind } of departure.steps) await holderOf(deps, kind).restore(subjectOf(departure), kind)
  return deps.accounts.reopen(accountId)
}

/** Whose data a plan is about. */
function subjectOf({ accountId, email }: Departure): { accountId?: string; email?: string } {
  return { ...(accountId === undefined ? {} : { accountId }), ...(email === undefined ? {} : { email }) }
}

function draftDeparture(deps: PrivacyDeps, account: Account, leaving: Leaving & { code: string }): Departure {
  const steps = stepsOf(deps, leaving)
  const now = deps.clock()
  return {
    _id: newId(),
    state: leaving.erases ? 'settling' : 'hidden',
    accountId: account._id,
    ...(account.email === undefined ? {} : { email: account.email }),
    keepsName: steps.some(({ treatment }) => treatment === 'keep'),
    steps,
    askedAt: now,
    settleAt: leaving.erases ? now : new Date(now.getTime() + undoDays * aDay),
    ...(leaving.wantsCode ? { codeHash: tokenHash(leaving.code) } : {}),
  }
}

/** What becomes of each kind. Nothing of an erased person stands under their name, and a photo only beside a name. */
function stepsOf(deps: PrivacyDeps, { erases, choices }: Leaving): DepartureStep[] {
  const kinds = allKinds(deps)
  const steps = kinds.map(({ kind, treatments }): DepartureStep => {
    const chosen = choices[kind]
    if (chosen === undefined || !treatments.includes(chosen)) return { kind, treatment: 'delete' }
    return { kind, treatment: erases && chosen === 'keep' ? 'keep-without-name' : chosen }
  })
  const needing = new Set(kinds.filter(({ needsName }) => needsName).map(({ kind }) => kind))
  const keepsName = steps.some(({ kind, treatment }) => treatment === 'keep' && !needing.has(kind))
  return keepsName ? steps : steps.map((step) => (needing.has(step.kind) ? { ...step, treatment: 'delete' } : step))
}
