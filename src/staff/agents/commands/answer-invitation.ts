import { tokenHash } from '../../../accounts/index.ts'
import { allow, NotFound, type Actor, type DataSubject, type Member } from '../../../kernel/index.ts'
import { mayInvite } from '../agents.policy.ts'
import type { AgentDeps } from '../deps.ts'
import type { AgentInvitation } from '../invitation.model.ts'

/** The invitation of a mailed token while it waits. Throws NotFound when it was answered, taken back, is over or never was. */
export async function findInvitation(deps: AgentDeps, token: string): Promise<AgentInvitation> {
  const found = await deps.invitations.findOne({ tokenHash: tokenHash(token) }).lean<AgentInvitation>()
  if (!found || found.expiresAt <= deps.clock()) throw new NotFound('no such invitation')
  return found
}

/**
 * Makes the actor an agent. Whoever has the mailed link and signed in, by any provider, may: the link proves that the
 * invitation reached them. Of two at once one has it; what was cut off can be repeated by who had it. Throws NotFound.
 */
export async function acceptInvitation(
  deps: AgentDeps,
  actor: Member,
  { token, sessionId }: { token: string; sessionId: string },
): Promise<void> {
  const { _id } = await findInvitation(deps, token)
  const taken = await deps.invitations
    .findOneAndUpdate(
      { _id, $or: [{ acceptedById: { $exists: false } }, { acceptedById: actor.id }] },
      { $set: { acceptedById: actor.id } },
    )
    .lean<AgentInvitation>()
  if (!taken) throw new NotFound('answered meanwhile')
  await deps.accounts.staff.takeRole(actor, { role: 'agent', sessionId })
  await erase(deps, taken)
  const thing = { kind: 'agent-invitation', id: _id } as const
  await deps.audit.record(actor, { action: 'agent.accept', thing, about: actor.id })
}

/** Erases the address and the mail to it; a keyed hash stays, so that it isn't mailed again. Throws NotFound. */
export async function eraseByToken(deps: AgentDeps, token: string): Promise<void> {
  await erase(deps, await findInvitation(deps, token))
}

/** Takes an invitation back; its link works no more. Throws NotAllowed, NotFound. */
export async function withdrawInvitation(deps: AgentDeps, actor: Actor, id: string): Promise<void> {
  allow(mayInvite(actor))
  const found = await deps.invitations.findById(id).lean<AgentInvitation>()
  if (!found) throw new NotFound('no such invitation')
  await erase(deps, found)
  await deps.audit.record(actor, { action: 'agent.withdraw', thing: { kind: 'agent-invitation', id } })
}

/** Erases what waits for a person's address. */
export async function eraseOf(deps: AgentDeps, { email }: DataSubject): Promise<void> {
  if (email === undefined) return
  for (const found of await deps.invitations.find({ email }).lean<AgentInvitation[]>()) await erase(deps, found)
}

/** The mail first: cut off in between, the invitation is there to be erased again. */
async function erase(deps: AgentDeps, invitation: AgentInvitation): Promise<void> {
  await forgetMail(deps, invitation)
  await deps.invitations.deleteOne({ _id: invitation._id })
}

async function forgetMail({ mail }: AgentDeps, { mailId }: AgentInvitation): Promise<void> {
  if (mailId !== undefined) await mail.removable.erase(mailId)
}
