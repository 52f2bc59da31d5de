import type { ExportDeps } from '../deps.ts'
import { exportStates } from '../export.states.ts'
import type { DataExport } from '../export.model.ts'
import { exportDays } from '../exports.words.ts'
import { pack } from '../pack.ts'
import { inPieces } from '../../../files/index.ts'
import { emptyExports } from './drop-exports.ts'

/** How long one process may make an export before another one begins it anew, in milliseconds. */
const lease = 30 * 60 * 1000
const mostAttempts = 3
const aDay = 24 * 60 * 60 * 1000

/** Bytes of one part: far below what one document may have. */
const partSize = 256 * 1024

/** Makes every export that waits, one after the other. For the job; gives how many. Rejects when one failed, after all. */
export async function makeExports(deps: ExportDeps): Promise<number> {
  await tellLeft(deps)
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
  const { _id, attempts } = taken
  // Failures end with the last attempt; this is one more, so that the process itself died each time.
  if (attempts > mostAttempts) throw new Error('An export was cut off too often.')
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
      $unset: { leasedUntil: 1 },
    },
  )
  // Taken away meanwhile: its person left, or something of it was removed.
  if (done.modifiedCount === 0) {
    await deps.parts.deleteMany({ exportId: _id })
    return
  }
  await tell(deps, { ...taken, state: 'ready', expiresAt })
}

/** Ends what a process left that died after an export was ready. */
async function tellLeft(deps: ExportDeps): Promise<void> {
  const left = await deps.exports.find({ isUnderWay: true, state: 'ready' }).limit(100).lean<DataExport[]>()
  for (const each of left) await tell(deps, each)
}

/** The newer one takes the place of the older ones, and its person is told; under way until both is done. */
async function tell(deps: ExportDeps, made: DataExport): Promise<void> {
  const { _id, accountId, email } = made
  if (accountId !== undefined || email !== undefined) await emptyExports(deps, { accountId, email, exceptId: _id })
  await deps.tellReady(made)
  await deps.exports.updateOne({ _id, state: 'ready' }, { $unset: { isUnderWay: 1 } })
}

/** Tried again after a minute, and given up after the last attempt. */
async function noteFailed({ exports, parts, clock }: ExportDeps, { _id, attempts }: DataExport): Promise<void> {
  const isLast = attempts >= mostAttempts
  const { modifiedCount } = await exports.updateOne(
    { _id, attempts, state: { $in: exportStates.before('fail') } },
    isLast
      ? { $set: { state: 'failed' }, $unset: { leasedUntil: 1, isUnderWay: 1 } }
      : { $set: { leasedUntil: new Date(clock().getTime() + 60_000) } },
  )
  // One that is ready lacks nothing but the mail.
  if (modifiedCount > 0) await parts.deleteMany({ exportId: _id })
}
