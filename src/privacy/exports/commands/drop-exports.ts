import type { QueryFilter } from 'mongoose'
import type { ExportDeps } from '../deps.ts'
import type { DataExport } from '../export.model.ts'
import { exportStates } from '../export.states.ts'

/** Which exports: somebody's, or all; but for one. */
export interface WhichExports {
  accountId?: string | undefined
  email?: string | undefined
  exceptId?: string
}

/**
 * Takes exports back since something that may be in them was removed: what is being made is begun anew, what waits to be
 * fetched is emptied. Done again after a crash it ends what the first time left.
 */
export async function dropExports(deps: ExportDeps, which: WhichExports): Promise<void> {
  await deps.exports.updateMany(
    { ...filterOf(which), state: { $in: exportStates.before('startOver') } },
    { $set: { state: 'asked' }, $unset: { leasedUntil: 1 } },
  )
  await emptyExports(deps, which)
}

/** Empties exports that wait to be fetched; done again after a crash as well. */
export async function emptyExports(deps: ExportDeps, which: WhichExports): Promise<void> {
  await deps.exports.updateMany(
    { ...filterOf(which), state: { $in: exportStates.before('drop') } },
    { $set: { state: 'gone' }, $unset: { isUnderWay: 1 } },
  )
  // The count goes after the parts, so that it tells which exports may still have some.
  const ids = await idsOf(deps, { ...filterOf(which), state: 'gone', partCount: { $exists: true } })
  await deps.parts.deleteMany({ exportId: { $in: ids } })
  await deps.exports.updateMany({ _id: { $in: ids } }, { $unset: { length: 1, partCount: 1 } })
}

/** Takes somebody's exports away without a trace: they leave. The parts first, since the rows tell whose they are. */
export async function eraseExports(deps: ExportDeps, which: WhichExports): Promise<void> {
  const ids = await idsOf(deps, filterOf(which))
  await deps.parts.deleteMany({ exportId: { $in: ids } })
  await deps.exports.deleteMany({ _id: { $in: ids } })
}

/** Erases what has waited long enough; the store does so as well, some time later. */
export async function sweepExports({ exports, parts, clock }: ExportDeps): Promise<void> {
  const isOver = { expiresAt: { $lte: clock() } }
  await parts.deleteMany(isOver)
  await exports.deleteMany(isOver)
}

async function idsOf({ exports }: ExportDeps, filter: QueryFilter<DataExport>): Promise<string[]> {
  const found = await exports.find(filter, { _id: 1 }).lean<Pick<DataExport, '_id'>[]>()
  return found.map(({ _id }) => _id)
}

function filterOf({ accountId, email, exceptId }: WhichExports): QueryFilter<DataExport> {
  const ways: QueryFilter<DataExport>[] = []
  if (accountId !== undefined) ways.push({ accountId })
  if (email !== undefined) ways.push({ email })
  return {
    ...(ways.length > 0 ? { $or: ways } : {}),
    ...(exceptId === undefined ? {} : { _id: { $ne: exceptId } }),
  }
}
