import type { QueryFilter } from 'mongoose'
import type { DataSubject, PersonalDataHolder } from '../kernel/index.ts'
import type { RemovalCase } from './case.model.ts'
import { clearCase } from './commands/tend.ts'
import { release } from './commands/hide-things.ts'
import type { RemovalDeps } from './deps.ts'

const kind = 'removals'

/**
 * What is held of a person in requests for removal: those they made, and those about what is theirs. With the person goes
 * what they asked; in the request of somebody else only they themselves are taken out.
 */
export function removalsHolder(deps: RemovalDeps): PersonalDataHolder {
  const asked = (subject: DataSubject): QueryFilter<RemovalCase> => ({
    $and: [ofSubject(subject)],
    clearedAt: { $exists: false },
  })
  return {
    kinds: [{ kind, titleKey: 'removals:held', treatments: ['delete'] }],
    count: (subject) => deps.cases.countDocuments(asked(subject)),
    async export(subject) {
      const found = await deps.cases.find(asked(subject)).limit(1000).lean<RemovalCase[]>()
      return { removalRequests: found.map((item) => exported(item, subject)) }
    },
    // Nobody but those who decide sees them: there is nothing to take out of sight.
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    async settle(subject) {
      for await (const item of deps.cases.find(ofSubject(subject)).lean<RemovalCase>().cursor())
        await forget(deps, item, subject)
    },
  }
}

function ofSubject({ accountId, email }: DataSubject): QueryFilter<RemovalCase> {
  const ways: QueryFilter<RemovalCase>[] = []
  if (accountId !== undefined) ways.push({ 'parties.accountId': accountId })
  if (email !== undefined) ways.push({ 'parties.email': email })
  // Somebody without either asked nothing here.
  return ways.length === 0 ? { _id: 'none' } : { $or: ways }
}

function isOf({ accountId, email }: DataSubject, party: RemovalCase['parties'][number]): boolean {
  return (accountId !== undefined && party.accountId === accountId) || (email !== undefined && party.email === email)
}

/** The other side's name and words are not the person's. */
function exported(
  { _id, ground, state, outcome, receivedAt, decidedAt, notice, messages, appeals, parties }: RemovalCase,
  subject: DataSubject,
): object {
  const own = new Set(parties.flatMap((party, n) => (isOf(subject, party) ? [n] : [])))
  return {
    reference: _id,
    ground,
    state,
    outcome,
    receivedAt,
    decidedAt,
    ...(own.has(0) ? { notice } : {}),
    messages: messages.filter(({ party }) => own.has(party)).map(({ at, from, text }) => ({ at, from, text })),
    appeals: appeals
      .filter(({ party }) => own.has(party))
      .map(({ at, words, outcome: became }) => ({ at, words, outcome: became })),
  }
}

async function forget(deps: RemovalDeps, item: RemovalCase, subject: DataSubject): Promise<void> {
  const { _id, state, parties } = item
  const [asker] = parties
  if (asker && isOf(subject, asker)) {
    // Being removed goes on: the plan has all it needs.
    if (state === 'open' || state === 'unconfirmed') {
      for (const thing of item.things) if (thing.isHidden) await release(deps, _id, thing)
      await deps.cases.updateOne({ _id, state }, { $set: { state: 'withdrawn' } })
    }
    // The request that erases everything of them tells them when that is done, and forgets them then.
    if (await isForgetting(deps, _id)) return
    await clearCase(deps, _id)
    return endAppeals(deps, _id)
  }
  for (const [n, party] of parties.entries()) {
    if (!isOf(subject, party)) continue
    const gone = { [`parties.${n}.accountId`]: 1, [`parties.${n}.email`]: 1, [`parties.${n}.name`]: 1 }
    await deps.cases.updateOne({ _id }, { $unset: gone, $pull: { messages: { party: n }, appeals: { party: n } } })
    if (item.counter?.party === n) await deps.cases.updateOne({ _id }, { $unset: { counter: 1 } })
  }
  await endAppeals(deps, _id)
}

/** Where nobody's appeal waits any more there is nothing to decide. */
async function endAppeals({ cases }: RemovalDeps, _id: string): Promise<void> {
  const waiting = { appeals: { $elemMatch: { decidedAt: { $exists: false } } } }
  await cases.updateOne({ _id, state: 'appealed', $nor: [waiting] }, { $set: { state: 'decided' } })
}

const isForgetting = async ({ runs }: RemovalDeps, caseId: string): Promise<boolean> =>
  (await runs.exists({ caseId, forgetsAsker: true, state: { $in: ['ready', 'removing', 'remains'] } })) !== null
