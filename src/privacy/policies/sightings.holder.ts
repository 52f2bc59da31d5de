import type { PersonalDataHolder } from '../../kernel/index.ts'
import type { PolicyDeps } from './deps.ts'
import type { Sighting } from './sighting.model.ts'

/** Which changes of policies somebody said they saw: goes with them. */
export function sightingsHolder({ sightings }: PolicyDeps): PersonalDataHolder {
  return {
    kinds: [{ kind: 'policiesSeen', titleKey: 'policies:held', treatments: ['delete'] }],
    count: ({ accountId = 'none' }) => sightings.countDocuments({ accountId }),
    async export({ accountId = 'none' }) {
      const seen = await sightings.find({ accountId }).sort({ seenAt: 1 }).limit(1000).lean<Sighting[]>()
      return { policiesSeen: seen.map(({ policy, version, seenAt }) => ({ policy, version, seenAt })) }
    },
    // Shown to nobody but the person.
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    async settle({ accountId = 'none' }) {
      await sightings.deleteMany({ accountId })
    },
  }
}
