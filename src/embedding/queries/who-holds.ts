import { tokenHash } from '../../accounts/index.ts'
import type { Presence } from '../../http/index.ts'
import type { EmbeddingDeps } from '../deps.ts'
import type { Grant } from '../grant.model.ts'

type Deps = Pick<EmbeddingDeps, 'grants' | 'accounts' | 'isSessionThere' | 'clock'>

/**
 * Who lets the holder of a frame's token act for them, from an Authorization header: on the site where they said so, where
 * one is named. Undefined when nobody does any more.
 */
export async function whoHolds(
  deps: Deps,
  { authorization, site }: { authorization: string | undefined; site?: string },
): Promise<Presence | undefined> {
  const [, token] = /^Bearer ([\w-]{43})$/.exec(authorization ?? '') ?? []
  if (token === undefined) return undefined
  const grant = await deps.grants.findById(tokenHash(token)).lean<Grant>()
  if (!grant || grant.expiresAt <= deps.clock() || (site !== undefined && grant.site !== site)) return undefined
  // Signing out anywhere ends what was allowed there.
  if (!(await deps.isSessionThere(grant.sessionId))) return undefined
  return deps.accounts.presenceOf({ accountId: grant.accountId, startedAt: grant.startedAt })
}
