import type { MailDeps } from '../deps.ts'
import { contentFields, type MailError, type StoredMail } from '../mail.model.ts'
import { mailSteps } from '../mail.states.ts'

const minute = 60 * 1000
const hour = 60 * minute

/** Milliseconds from a failed attempt to the next one; after the last of them nobody tries any more. */
const backOff = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, 24 * hour]
export const maxAttempts = backOff.length + 1

/** How long what a mail said, and to whom, is kept once nothing more happens to it, in milliseconds. */
const keptFor = 30 * 24 * hour

/** When the personal fields of a mail go whose story ends now. */
export function keepUntil(now: Date): Date {
  return new Date(now.getTime() + keptFor)
}

/** The server took it. Holds even when the lease was over: the mail is out, and must not go out again. */
export async function noteDelivered(deps: MailDeps, mail: StoredMail): Promise<void> {
  const now = deps.clock()
  const { from, to } = mailSteps.deliver
  // The mailbox has no other copy: what is secret in it is read there.
  const isForgotten = mail.isSecret && deps.transport.kind !== 'mailbox'
  await deps.mails.updateOne(
    { _id: mail._id, state: { $in: from } },
    {
      $set: { state: to, sentAt: now, keepUntil: keepUntil(now) },
      $unset: { nextAttemptAt: 1, usefulUntil: 1, lastError: 1, ...(isForgotten ? contentFields : {}) },
    },
  )
}

/** Not delivered: later again, or never. Only while the lease is ours, told by the number of the attempt. */
export async function noteFailed(
  deps: MailDeps,
  mail: StoredMail,
  { error, isFinal }: { error: MailError; isFinal: boolean },
): Promise<void> {
  const now = deps.clock()
  const wait = isFinal ? undefined : backOff[mail.attempts - 1]
  const { from, to } = wait === undefined ? mailSteps.giveUp : mailSteps.postpone
  await deps.mails.updateOne(
    { _id: mail._id, attempts: mail.attempts, state: { $in: from } },
    wait === undefined
      ? { $set: { state: to, lastError: error, keepUntil: keepUntil(now) }, $unset: { nextAttemptAt: 1 } }
      : { $set: { state: to, lastError: error, nextAttemptAt: new Date(now.getTime() + wait) } },
  )
}

/** Not to be sent any more: useless, unwanted, or emptied meanwhile. */
export async function noteDropped(deps: MailDeps, mail: StoredMail): Promise<void> {
  const { from, to } = mailSteps.drop
  await deps.mails.updateOne(
    { _id: mail._id, attempts: mail.attempts, state: { $in: from } },
    {
      $set: { state: to, keepUntil: keepUntil(deps.clock()) },
      $unset: { nextAttemptAt: 1, ...contentFields },
    },
  )
}
