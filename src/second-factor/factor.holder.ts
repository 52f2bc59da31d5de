import type { DataSubject, PersonalDataHolder } from '../kernel/index.ts'
import type { FactorDeps } from './deps.ts'
import type { Factor } from './factor.model.ts'

const kind = 'second-factor'

/** A person's second factor. It goes with the person, always; the secret itself is given to nobody. */
export function factorHolder({ factors }: Pick<FactorDeps, 'factors'>): PersonalDataHolder {
  const nothing = (): Promise<void> => Promise.resolve()
  const heldOf = async ({ accountId }: DataSubject): Promise<Factor[]> =>
    accountId === undefined ? [] : factors.find({ _id: accountId }).lean<Factor[]>()
  return {
    kinds: [{ kind, titleKey: 'second-factor:held', treatments: ['delete'] }],
    count: async (subject) => (await heldOf(subject)).length,
    async export(subject) {
      const held = await heldOf(subject)
      return {
        secondFactor: held.map(({ begunAt, confirmedAt, recovery }) => ({
          begunAt,
          confirmedAt,
          codesLeft: recovery.length,
        })),
      }
    },
    // Nobody sees one, so there is nothing to take out of sight.
    hide: nothing,
    restore: nothing,
    async settle({ accountId }) {
      if (accountId !== undefined) await factors.deleteOne({ _id: accountId })
    },
  }
}
