import { allow, Conflict, Invalid, type Actor } from '../../kernel/index.ts'
import { tokenHash } from '../../accounts/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { isAnswered, mayManage } from '../testimonial.policy.ts'
import { load, step, write } from './change.ts'
import { record } from './record.ts'

/**
 * Asks its person by mail for their consent to a testimonial as it is now. The state is written first: a crash leaves a
 * request whose mail the job sends. Gives whether the mail is on its way; an address that nobody proved and that had a mail
 * in the last 24 hours gets it later, from the job. Throws NotAllowed, NotFound, Invalid, Conflict.
 */
export async function askConsent(deps: TestimonialDeps, actor: Actor, id: string): Promise<boolean> {
  allow(mayManage(actor))
  const item = await load(deps, id)
  if (item.email === undefined) throw new Invalid({ form: 'rules:testimonial.noAddress' })
  if (item.hiddenFor.length > 0) throw new Conflict('rules:testimonial.hidden')
  const requested = await step(deps, item, 'request')({ deed: 'asked', by: actor, set: { requestedAt: deps.clock() } })
  return sendRequest(deps, requested)
}

/** Sends the mail of a request that has had none yet. Gives whether it may go out now. */
export async function sendRequest(deps: TestimonialDeps, item: Testimonial): Promise<boolean> {
  if (!(await sendQuestion(deps, item, { isReminder: false }))) return false
  const { _id, version } = item
  const counted = await deps.testimonials.updateOne({ _id, version, state: 'requested' }, { $set: { mailsSent: 1 } })
  // Changed, taken back or erased at this moment: its mails were cancelled, maybe before this one was written.
  if (counted.matchedCount === 0) await deps.mail.cancelAbout({ kind: 'testimonial', id: _id })
  return true
}

/**
 * Reminds once more. Counted before the mail is written: two at most, whatever crashes. One that would be the second mail
 * of a day to an address that nobody proved falls away.
 */
export async function remind(deps: TestimonialDeps, item: Testimonial): Promise<void> {
  await write(deps, item, { deed: 'reminded', set: { mailsSent: item.mailsSent + 1 } })
  await sendQuestion(deps, item, { isReminder: true })
}

/** Sends a mail with a link to the question, and writes into the ledger what is asked and by which mail. */
async function sendQuestion(
  deps: TestimonialDeps,
  item: Testimonial,
  { isReminder }: { isReminder: boolean },
): Promise<boolean> {
  const { token, hash } = await newLink(deps, item._id)
  const address = deps.fullAddress(`/consent/${token}`)
  const messageId = await deps.letters.consent(item, { address, isReminder, isProven: await isProven(deps, item) })
  if (messageId === undefined) {
    await deps.links.deleteOne({ _id: hash })
    return false
  }
  await record(deps, item, {
    act: 'asked',
    withPhoto: true,
    tokenHash: hash,
    mailed: { messageId, at: deps.clock() },
  })
  return true
}

/** Whether its person showed that the address is theirs: by a mailed link, or by their account. */
async function isProven({ provenAddress }: TestimonialDeps, item: Testimonial): Promise<boolean> {
  const { accountId, email } = item
  if (isAnswered(item)) return true
  return accountId !== undefined && (await provenAddress(accountId)) === email
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
