import type { AccessRequest } from '../access.model.ts'
import type { AccessDeps } from '../deps.ts'
import { askCopyFor } from './confirm-access.ts'

/** Has copies made that a crash left out, and forgets what is over. For the job. */
export async function tendAccess(deps: AccessDeps): Promise<void> {
  const left = await deps.requests
    .find({ state: 'open', exportId: { $exists: false } })
    .limit(100)
    .lean<AccessRequest[]>()
  for (const request of left) await askCopyFor(deps, request)
  await deps.requests.deleteMany({ forgetAt: { $lte: deps.clock() } })
}
