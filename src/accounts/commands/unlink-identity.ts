import { allow, NotFound, type Member } from '../../kernel/index.ts'
import { mayUnlink } from '../account.policy.ts'
import type { AccountDeps } from '../deps.ts'
import { loadOwn } from '../load.ts'

/** Takes an identity off one's own account. Throws NotFound, or NotAllowed when it is the last way in. */
export async function unlinkIdentity(
  deps: AccountDeps,
  actor: Member,
  identity: { issuer: string; subject: string },
): Promise<void> {
  const account = await loadOwn(deps, actor)
  const has = account.identities.some(
    ({ issuer, subject }) => issuer === identity.issuer && subject === identity.subject,
  )
  if (!has) throw new NotFound('no such identity')
  allow(mayUnlink(account))
  const written = await deps.accounts.updateOne(
    // Two at once can't take away the last two: the second finds only one.
    { _id: account._id, 'identities.1': { $exists: true } },
    { $pull: { identities: { issuer: identity.issuer, subject: identity.subject } } },
  )
  if (written.modifiedCount === 0) allow(mayUnlink({ identities: [] }))
}
