import { tokenHash } from '../../../accounts/index.ts'
import { isDuplicateKey } from '../../../database/index.ts'
import { allow, Conflict, newId, type Actor, type Member } from '../../../kernel/index.ts'
import { mayInvite } from '../agents.policy.ts'
import { invitationDays } from '../agents.words.ts'
import type { AgentDeps } from '../deps.ts'
import type { AgentImport } from '../import.model.ts'

/** How many were mailed; how many had some mail of ours within a day and can be invited after it. */
export interface Confirmed {
  invited: number
  later: number
}

const aDay = 24 * 60 * 60 * 1000

/**
 * Invites everybody of a preview whose row has no fault, each by one mail. A preview is used once. Throws NotAllowed;
 * Conflict where it was used, is over, or is another owner's.
 */
export async function confirmImport(
  deps: AgentDeps,
  actor: Actor,
  { id, locale }: { id: string; locale: string },
): Promise<Confirmed> {
  allow(mayInvite(actor))
  const found = await deps.imports.findOneAndDelete({ _id: id, byId: (actor as Member).id }).lean<AgentImport>()
  if (!found || found.expiresAt <= deps.clock()) throw new Conflict('agents:rules.previewOver')
  const confirmed = { invited: 0, later: 0 }
  for (const { name, email, faults } of found.rows) {
    if (faults.length > 0) continue
    const outcome = await invite(deps, actor, { name, email, locale })
    if (outcome !== 'was-invited') confirmed[outcome] += 1
  }
  return confirmed
}

/**
 * The address is noted first: of two imports at once, or one that was cut off, none mails it a second time. Where no mail
 * could go yet, nothing stays.
 */
async function invite(
  deps: AgentDeps,
  actor: Actor,
  { name, email, locale }: { name: string; email: string; locale: string },
): Promise<'invited' | 'later' | 'was-invited'> {
  const hash = deps.hashOf(email)
  if (!(await note(deps, hash))) return 'was-invited'
  const createdAt = deps.clock()
  const expiresAt = new Date(createdAt.getTime() + invitationDays * aDay)
  const token = deps.randomToken(24)
  const _id = newId()
  const byId = (actor as Member).id
  await deps.invitations.create({ _id, tokenHash: tokenHash(token), name, email, byId, createdAt, expiresAt })
  const accountId = (await deps.accounts.staff.withAddresses([email])).get(email)?.id
  const sent = await deps.letters.invitation({
    id: _id,
    email,
    ...(accountId === undefined ? {} : { accountId }),
    locale,
    address: deps.fullAddress(`/invited/${token}`),
    expiresAt,
    days: invitationDays,
  })
  if (sent.outcome !== 'queued') {
    await deps.invitations.deleteOne({ _id })
    await deps.invited.deleteOne({ _id: hash })
    return 'later'
  }
  await deps.invitations.updateOne({ _id }, { $set: { mailId: sent.id } })
  await deps.audit.record(actor, { action: 'agent.invite', thing: { kind: 'agent-invitation', id: _id } })
  return 'invited'
}

/** Gives false where the mailbox was noted before. */
async function note({ invited }: AgentDeps, hash: string): Promise<boolean> {
  try {
    await invited.create({ _id: hash })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
