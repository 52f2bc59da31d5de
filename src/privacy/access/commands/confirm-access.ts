import { tokenHash } from '../../../accounts/index.ts'
import { Gone } from '../../../kernel/index.ts'
import type { AccessRequest } from '../access.model.ts'
import { accessStates } from '../access.states.ts'
import type { AccessDeps } from '../deps.ts'

/** What is open is forgotten by its answer alone; this is only the latest day that there could be one. */
const yearsAhead = 10

/** The address is its asker's: the request is open, and the copy is made. Throws Gone for a link that is used or too old. */
export async function confirmAccess(deps: AccessDeps, token: string): Promise<AccessRequest> {
  const now = deps.clock()
  const forgetAt = openUntil(now)
  const opened = await deps.requests
    .findOneAndUpdate(
      { tokenHash: tokenHash(token), state: { $in: accessStates.before('confirm') }, forgetAt: { $gt: now } },
      { $set: { state: 'open', confirmedAt: now, forgetAt }, $unset: { tokenHash: 1 } },
      { returnDocument: 'after' },
    )
    .lean<AccessRequest>()
  if (!opened) throw new Gone()
  await askCopyFor(deps, opened)
  return opened
}

/** The latest moment at which a request that is open at a moment is forgotten. */
export function openUntil(now: Date): Date {
  const latest = new Date(now)
  latest.setUTCFullYear(now.getUTCFullYear() + yearsAhead)
  return latest
}

/** Has the copy of a request made; for the job as well, where a process died in between. */
export async function askCopyFor(deps: AccessDeps, { _id, email, locale }: AccessRequest): Promise<void> {
  const copy = await deps.askCopy({ email }, { locale })
  await deps.requests.updateOne({ _id, exportId: { $exists: false } }, { $set: { exportId: copy._id } })
}
