import { tokenHash } from '../../accounts/index.ts'
import { allow, Gone, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Invitation } from '../invitation.model.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { mayManage } from '../testimonial.policy.ts'
import { submit, type Submission } from './draft.ts'

const aDay = 24 * 60 * 60 * 1000

/** Makes an invitation for one testimonial or several, which ends after some days. Gives its token. Throws NotAllowed. */
export async function invite(
  deps: TestimonialDeps,
  actor: Actor,
  { label, uses, days }: { label: string; uses: number; days: number },
): Promise<string> {
  allow(mayManage(actor))
  const createdAt = deps.clock()
  const token = deps.randomToken(18)
  const expiresAt = new Date(createdAt.getTime() + days * aDay)
  await deps.invitations.create({ _id: token, label, usesLeft: uses, expiresAt, createdAt })
  await deps.audit.record(actor, { action: 'testimonial.invite', thing: thingOf(token) })
  return token
}

/** Ends an invitation before its time. Throws NotAllowed. */
export async function endInvitation(deps: TestimonialDeps, actor: Actor, token: string): Promise<void> {
  allow(mayManage(actor))
  await deps.invitations.deleteOne({ _id: token })
  await deps.audit.record(actor, { action: 'testimonial.endInvitation', thing: thingOf(token) })
}

/** Whoever has the token may come in, so the log names an invitation by its hash. */
function thingOf(token: string): { kind: 'invitation'; id: string } {
  return { kind: 'invitation', id: tokenHash(token) }
}

/** The invitation of a token, while it takes one more. Throws Gone when it doesn't, or never was one. */
export async function openInvitation(deps: TestimonialDeps, token: string): Promise<Invitation> {
  const found = await deps.invitations.findOne({ _id: token, ...isOpen(deps) }).lean<Invitation>()
  if (!found) throw new Gone()
  return found
}

/**
 * Takes a testimonial by an invitation. A use is taken first: of two people with a link for one, one is told that it is used.
 * It is given back when the testimonial can't be taken. Throws Gone, Invalid.
 */
export async function submitInvited(
  deps: TestimonialDeps,
  actor: Actor,
  { token, ...input }: Submission & { token: string },
): Promise<Testimonial> {
  const taken = await deps.invitations.updateOne({ _id: token, ...isOpen(deps) }, { $inc: { usesLeft: -1 } })
  if (taken.modifiedCount === 0) throw new Gone()
  try {
    return await submit(deps, actor, { ...input, source: 'invitation' })
  } catch (error) {
    await deps.invitations.updateOne({ _id: token }, { $inc: { usesLeft: 1 } })
    throw error
  }
}

function isOpen({ clock }: TestimonialDeps): { usesLeft: { $gt: number }; expiresAt: { $gt: Date } } {
  return { usesLeft: { $gt: 0 }, expiresAt: { $gt: clock() } }
}
