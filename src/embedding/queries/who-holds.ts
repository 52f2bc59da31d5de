import { createHash } from 'node:crypto'
import type { Presence } from '../../http/index.ts'
import type { EmbeddingDeps } from '../deps.ts'
import type { Grant } from '../grant.model.ts'

type Deps = Pick<EmbeddingDeps, 'grants' | 'accounts' | 'isSessionThere' | 'clock'>

/** Who lets the holder of a frame's token act for them, from an Authorization header; undefined when nobody does any more. */
export async function whoHolds(deps: Deps, authorization: string | undefined): Promise<Presence | undefined> {
  const [, token] = /^Bearer ([\w-]{43})$/.exec(authorization ?? '') ?? []
  if (token === undefined) return undefined
  const _id = createHash('sha256').update(token).digest('base64url')
  const grant = await deps.grants.findById(_id).lean<Grant>()
  if (!grant || grant.expiresAt <= deps.clock()) return undefined
  // Signing out anywhere ends what was allowed there.
  if (!(await deps.isSessionThere(grant.sessionId))) return undefined
  return deps.accounts.presenceOf({ accountId: grant.accountId, startedAt: grant.startedAt })
}
