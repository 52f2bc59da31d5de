import type { ExportDeps } from '../deps.ts'
import { exportStates } from '../export.states.ts'
import type { DataExport } from '../export.model.ts'
import { exportDays } from '../exports.words.ts'
import { pack } from '../pack.ts'
import { inPieces } from '../../../files/index.ts'
import { dropExports } from './drop-exports.ts'

/** How long one process may make an export before another one begins it anew, in milliseconds. */
const lease = 30 * 60 * 1000
const mostAttempts = 3
const aDay = 24 * 60 * 60 * 1000

/** Bytes of one part: far below what one document may have. */
const partSize = 256 * 1024

/** Makes every export that waits, one after the other. For the job; gives how many. Rejects when one failed, after all. */
export async function makeExports(deps: ExportDeps): Promise<number> {
  let made = 0
  let failure: unknown
  for (let taken = await take(deps); taken; taken = await take(deps)) {
    try {
      await makeExport(deps, taken)
      made += 1
    } catch (error) {
      failure = error
      await noteFailed(deps, taken)
    }
  }
  if (failure !== undefined) throw failure instanceof Error ? failure : new Error('export')
  return made
}

function take({ exports, clock }: ExportDeps): Promise<DataExport | null> {
  const now = clock()
  return exports
    .findOneAndUpdate(
      {
        isUnderWay: true,
        state: { $in: exportStates.before('make') },
        $or: [{ leasedUntil: { $exists: false } }, { leasedUntil: { $lte: now } }],
      },
      { $set: { state: 'making', leasedUntil: new Date(now.getTime() + lease) }, $inc: { attempts: 1 } },
      { sort: { askedAt: 1 }, returnDocument: 'after' },
    )
    .lean<DataExport>()
}

async function makeExport(deps: ExportDeps, taken: DataExport): Promise<void> {
  const { _id, attempts, accountId, email } = taken
  await deps.parts.deleteMany({ exportId: _id })
  const readyBy = deps.clock()
  const expiresAt = new Date(readyBy.getTime() + exportDays * aDay)
  let partCount = 0
  let length = 0
  for await (const bytes of inPieces(pack(deps, taken), partSize)) {
    await deps.parts.create({ _id: `${_id} ${partCount}`, exportId: _id, bytes, expiresAt })
    partCount += 1
    length += bytes.length
  }
  const done = await deps.exports.updateOne(
    { _id, attempts, state: { $in: exportStates.before('finish') } },
    {
      $set: { state: 'ready', readyAt: deps.clock(), expiresAt, length, partCount },
      $unset: { leasedUntil: 1, isUnderWay: 1 },
    },
  )
  // Dropped meanwhile: its person left, or something of it was removed.
  if (done.modifiedCount === 0) {
    await deps.parts.deleteMany({ exportId: _id })
    return
  }
  if (accountId !== undefined || email !== undefined) await dropExports(deps, { accountId, email, exceptId: _id })
  await deps.tellReady({ ...taken, state: 'ready', expiresAt })
}

/** Tried again after a minute, and given up after the last attempt. */
async function noteFailed({ exports, parts, clock }: ExportDeps, { _id, attempts }: DataExport): Promise<void> {
  await parts.deleteMany({ exportId: _id })
  const isLast = attempts >= mostAttempts
  await exports.updateOne(
    { _id, attempts, state: { $in: exportStates.before('fail') } },
    isLast
      ? { $set: { state: 'failed' }, $unset: { leasedUntil: 1, isUnderWay: 1 } }
      : { $set: { leasedUntil: new Date(clock().getTime() + 60_000) } },
  )
}
