import type { DataSubject, HeldThings, PersonalDataHolder } from '../kernel/index.ts'
import type { Audit, AuditFilter } from './audit.ts'
import { auditLooks } from './audit.words.ts'
import type { AuditEntry } from './entry.model.ts'

const mostExported = 10_000

/**
 * What the log holds of a person: ids alone. They stay until they are old, also when the person leaves: an entry of an
 * account that is gone names nobody any more.
 */
export function auditHolder(audit: Audit): PersonalDataHolder {
  return {
    kinds: [],
    count: () => Promise.resolve(0),
    export: (subject) => Promise.resolve(entriesOf(audit, subject)),
    hide: () => Promise.resolve(),
    restore: () => Promise.resolve(),
    settle: () => Promise.resolve(),
  }
}

function entriesOf(audit: Audit, { accountId }: DataSubject): Record<string, HeldThings> {
  if (accountId === undefined) return {}
  return {
    staffWhoLooked: toExport(audit, { about: accountId }, (action) => auditLooks.includes(action)),
    staffActionsAboutYou: toExport(audit, { about: accountId }, (action) => !auditLooks.includes(action)),
    staffActionsOfYours: toExport(audit, { actorId: accountId }, () => true),
  }
}

/** Who it was is told by their role: the names of those who work here are theirs. */
async function* toExport(
  audit: Audit,
  filter: AuditFilter,
  isWanted: (action: AuditEntry['action']) => boolean,
): AsyncGenerator<object> {
  for await (const { at, action, thing, details } of audit.walk(filter, mostExported)) {
    if (!isWanted(action)) continue
    yield { at, action, thing, ...(filter.about !== undefined && details['as'] ? { by: details['as'] } : {}) }
  }
}
