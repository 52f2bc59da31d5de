import { allow, Conflict, Invalid, type Actor } from '../../kernel/index.ts'
import { tokenHash } from '../../accounts/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { mayManage } from '../testimonial.policy.ts'
import { load, step, write } from './change.ts'
import { record } from './record.ts'

/**
 * Asks its person by mail for their consent to a testimonial as it is now. The state is written first: a crash leaves a
 * request whose mail the job sends. Throws NotAllowed, NotFound, Conflict.
 */
export async function askConsent(deps: TestimonialDeps, actor: Actor, id: string): Promise<void> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  if (item.email === undefined) throw new Invalid({ form: 'rules:testimonial.noAddress' })
  if (item.hiddenFor.length > 0) throw new Conflict('rules:testimonial.hidden')
  const requested = await step(deps, item, 'request')({ deed: 'asked', by: actor, set: { requestedAt: deps.clock() } })
  await sendRequest(deps, requested)
  await deps.audit.record(actor, { action: 'testimonial.ask', thing: { kind: 'testimonial', id } })
}

/** Sends the mail of a request that has had none yet, and writes into the ledger what it showed. */
export async function sendRequest(deps: TestimonialDeps, item: Testimonial): Promise<void> {
  const { token, hash } = await newLink(deps, item._id)
  const mailed = await deps.letters.consent(item, deps.fullAddress(`/consent/${token}`))
  await record(deps, item, {
    act: 'asked',
    withPhoto: true,
    tokenHash: hash,
    mailed: { messageId: mailed, at: deps.clock() },
  })
  await deps.testimonials.updateOne({ _id: item._id, version: item.version }, { $set: { mailsSent: 1 } })
}

/** Reminds once more. Counted before the mail is written: two at most, whatever crashes. */
export async function remind(deps: TestimonialDeps, item: Testimonial): Promise<void> {
  await write(deps, item, { deed: 'reminded', set: { mailsSent: item.mailsSent + 1 } })
  const { token } = await newLink(deps, item._id)
  await deps.letters.reminder(item, deps.fullAddress(`/consent/${token}`))
}

/** A new link to a testimonial for its person; those before it go on to work. */
export async function newLink(
  { links, randomToken, clock }: TestimonialDeps,
  testimonialId: string,
): Promise<{ token: string; hash: string }> {
  const token = randomToken(24)
  const hash = tokenHash(token)
  await links.create({ _id: hash, testimonialId, createdAt: clock() })
  return { token, hash }
}
