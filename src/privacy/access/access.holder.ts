import type { DataSubject, PersonalDataHolder } from '../../kernel/index.ts'
import type { AccessModel, AccessRequest } from './access.model.ts'

/** What somebody asked about their data, found by their address: told, and gone with them. */
export function accessHolder(requests: AccessModel): PersonalDataHolder {
  const ofSubject = ({ email = 'none' }: DataSubject) => ({ email })
  return {
    kinds: [{ kind: 'accessRequests', titleKey: 'access:held', treatments: ['delete'] }],
    count: (subject) => requests.countDocuments(ofSubject(subject)),
    async export(subject) {
      const found = await requests.find(ofSubject(subject)).sort({ receivedAt: 1 }).limit(100).lean<AccessRequest[]>()
      return {
        accessRequests: found.map(({ state, question, receivedAt, dueAt, answeredAt, reason }) => {
          return { state, question, receivedAt, dueAt, answeredAt, reason }
        }),
      }
    },
    // Shown to the owner alone.
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    async settle(subject) {
      await requests.deleteMany(ofSubject(subject))
    },
  }
}
