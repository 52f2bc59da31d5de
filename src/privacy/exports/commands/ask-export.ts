import { isDuplicateKey } from '../../../database/index.ts'
import { Conflict, newId, type DataSubject } from '../../../kernel/index.ts'
import type { ExportDeps } from '../deps.ts'
import type { DataExport } from '../export.model.ts'
import { exportDays, mostInADay } from '../exports.words.ts'

const aDay = 24 * 60 * 60 * 1000

/** When a row goes whose export is never fetched, in milliseconds after it was asked for. */
const rowLife = (exportDays + 1) * aDay

/**
 * Asks for everything held of somebody; the job makes it. Of two that ask for one account at the same moment, the store
 * lets one have it. Throws Conflict while one is under way, or when enough were made today.
 */
export async function askExport(
  deps: ExportDeps,
  subject: DataSubject,
  { locale }: { locale: string },
): Promise<DataExport> {
  const now = deps.clock()
  const { accountId, email } = subject
  if (accountId !== undefined) {
    const today = { accountId, askedAt: { $gt: new Date(now.getTime() - aDay) } }
    if ((await deps.exports.countDocuments(today)) >= mostInADay) throw new Conflict('my-data:rules.enough')
  }
  const asked: DataExport = {
    _id: newId(),
    ...(accountId === undefined ? {} : { accountId }),
    ...(email === undefined ? {} : { email }),
    locale,
    state: 'asked',
    isUnderWay: true,
    askedAt: now,
    expiresAt: new Date(now.getTime() + rowLife),
    attempts: 0,
  }
  try {
    await deps.exports.create(asked)
    return asked
  } catch (error) {
    if (isDuplicateKey(error)) throw new Conflict('my-data:rules.underWay')
    throw error
  }
}
