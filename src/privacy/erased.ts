import { newId, type Erased, type Treatment } from '../kernel/index.ts'
import { settleDeparture } from './commands/settle-departures.ts'
import type { Departure, DepartureStep } from './departure.model.ts'
import { allKinds, type PrivacyDeps } from './deps.ts'

/**
 * Accounts that are erased, with their name or but for it. What became of single things is told where they were: here
 * everything that may stay without a name stays, and everything else goes.
 */
export function erasedAccounts(deps: PrivacyDeps): Erased[] {
  return [
    accounts(deps, { kind: 'account', stays: 'keep-without-name' }),
    accounts(deps, { kind: 'account-but-for-name', stays: 'keep' }),
  ]
}

function accounts(deps: PrivacyDeps, { kind, stays }: { kind: string; stays: Treatment }): Erased {
  const keepsName = stays === 'keep'
  return {
    kind,
    ids: () => goneIds(deps, keepsName),
    async eraseAgain(ids) {
      let erased = 0
      for (const id of ids) if (await leaveAgain(deps, id, { stays, keepsName })) erased += 1
      return erased
    },
  }
}

/** Those who have left for good, and those whose leaving is being carried out. */
async function* goneIds(deps: PrivacyDeps, keepsName: boolean): AsyncIterable<string> {
  for await (const id of deps.accounts.goneIds({ keepsName })) {
    // Who may still come back has a plan that waits.
    if (!(await deps.departures.exists({ accountId: id, state: 'hidden' }))) yield id
  }
  const leaving = deps.departures.find({ state: 'settling', keepsName, accountId: { $exists: true } }, { accountId: 1 })
  for await (const { accountId } of leaving.lean<Pick<Departure, 'accountId'>>().cursor())
    if (accountId) yield accountId
}

async function leaveAgain(
  deps: PrivacyDeps,
  accountId: string,
  { stays, keepsName }: { stays: Treatment; keepsName: boolean },
): Promise<boolean> {
  const account = await deps.accounts.find(accountId)
  if (!account || account.status === 'erased') return false
  const isSettled = keepsName && account.status === 'deactivated' && !(await deps.departures.exists({ accountId }))
  if (isSettled) return false
  const now = deps.clock()
  const plan = {
    state: 'settling',
    keepsName,
    settleAt: now,
    steps: stepsFor(deps, stays),
    ...(account.email === undefined ? {} : { email: account.email }),
  } as const
  await deps.departures.updateOne(
    { accountId },
    { $set: plan, $setOnInsert: { _id: newId(), askedAt: now } },
    { upsert: true },
  )
  const departure = await deps.departures.findOne({ accountId }, { _id: 1 }).lean<Pick<Departure, '_id'>>()
  await deps.accounts.close(accountId, { hidesName: !keepsName })
  return departure !== null && settleDeparture(deps, departure._id)
}

function stepsFor(deps: PrivacyDeps, stays: Treatment): DepartureStep[] {
  return allKinds(deps).map(({ kind, treatments, needsName }) => {
    const mayStay = treatments.includes(stays) && !(needsName && stays !== 'keep')
    return { kind, treatment: mayStay ? stays : 'delete' }
  })
}
