import type { DataSubject, PersonalDataHolder } from '../kernel/index.ts'
import type { Audit } from './audit.ts'

const mostExported = 10_000

/**
 * What the log holds of a person: ids alone. They stay until they are old, also when the person leaves: an entry of an
 * account that is gone names nobody any more.
 */
export function auditHolder(audit: Audit): PersonalDataHolder {
  return {
    kinds: [],
    count: () => Promise.resolve(0),
    export: (subject) => exportEntries(audit, subject),
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    settle: () => Promise.resolve(),
  }
}

async function exportEntries(audit: Audit, { accountId }: DataSubject): Promise<Record<string, object[]>> {
  if (accountId === undefined) return {}
  const staffActionsAboutYou: object[] = []
  for await (const { at, action, thing } of audit.walk({ about: accountId }, mostExported)) {
    staffActionsAboutYou.push({ at, action, thing })
  }
  const staffActionsOfYours: object[] = []
  for await (const { at, action, thing } of audit.walk({ actorId: accountId }, mostExported)) {
    staffActionsOfYours.push({ at, action, thing })
  }
  return { staffActionsAboutYou, staffActionsOfYours }
}
