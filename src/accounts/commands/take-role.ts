import { NotFound, type Member, type Role } from '../../kernel/index.ts'
import type { AccountDeps } from '../deps.ts'

/**
 * Gives the actor a role that they were offered and accept; whether they were is the caller's to know. From then on no
 * provider changes their roles. Their other sessions end; this one needs a new id. Throws NotFound.
 */
export async function takeRole(
  deps: AccountDeps,
  actor: Member,
  { role, sessionId }: { role: Role; sessionId: string },
): Promise<void> {
  const { matchedCount } = await deps.accounts.updateOne(
    { _id: actor.id, status: 'active' },
    { $addToSet: { roles: role }, $set: { rolesGivenAt: deps.clock() } },
  )
  if (matchedCount === 0) throw new NotFound('no such account')
  await deps.sessions.endAll(actor.id, sessionId)
  await deps.peopleChanged()
}
