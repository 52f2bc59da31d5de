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

/** Empties exports that wait to be fetched: a newer one took their place, or something that is in them was removed. */
export async function dropExports(deps: ExportDeps, which: WhichExports): Promise<void> {
  const found = await deps.exports
    .find({ ...filterOf(which), state: { $in: exportStates.before('drop') } }, { _id: 1 })
    .lean<Pick<DataExport, '_id'>[]>()
  for (const { _id } of found) {
    await deps.exports.updateOne(
      { _id, state: { $in: exportStates.before('drop') } },
      { $set: { state: 'gone' }, $unset: { length: 1, partCount: 1 } },
    )
    await deps.parts.deleteMany({ exportId: _id })
  }
}

/** Takes somebody's exports away without a trace: they leave. */
export async function eraseExports(deps: ExportDeps, which: WhichExports): Promise<void> {
  const found = await deps.exports.find(filterOf(which), { _id: 1 }).lean<Pick<DataExport, '_id'>[]>()
  const ids = found.map(({ _id }) => _id)
  await deps.exports.deleteMany({ _id: { $in: ids } })
  await deps.parts.deleteMany({ exportId: { $in: ids } })
}

/** Erases what has waited long enough; the store does so as well, some time later. */
export async function sweepExports({ exports, parts, clock }: ExportDeps): Promise<void> {
  const isOver = { expiresAt: { $lte: clock() } }
  await parts.deleteMany(isOver)
  await exports.deleteMany(isOver)
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
