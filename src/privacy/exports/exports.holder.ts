import type { DataSubject, PersonalDataHolder } from '../../kernel/index.ts'
import { eraseExports } from './commands/drop-exports.ts'
import type { ExportDeps } from './deps.ts'
import type { DataExport } from './export.model.ts'

/** The copies that somebody asked for are theirs as well: that there were some is told, what is in them is all the rest. */
export function exportsHolder(deps: ExportDeps): PersonalDataHolder {
  const ofSubject = async ({ accountId, email }: DataSubject): Promise<DataExport[]> => {
    const ways = [...(accountId === undefined ? [] : [{ accountId }]), ...(email === undefined ? [] : [{ email }])]
    return ways.length === 0
      ? []
      : deps.exports.find({ $or: ways }).sort({ askedAt: 1 }).limit(100).lean<DataExport[]>()
  }
  return {
    kinds: [{ kind: 'exports', titleKey: 'my-data:held', treatments: ['delete'] }],
    count: async (subject) => (await ofSubject(subject)).length,
    async export(subject) {
      const asked = await ofSubject(subject)
      return { exports: asked.map(({ askedAt, readyAt }) => ({ askedAt, readyAt })) }
    },
    // Nobody but the person could fetch them, and the person is signed out.
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    async settle({ accountId, email }) {
      if (accountId !== undefined || email !== undefined) await eraseExports(deps, { accountId, email })
    },
  }
}
