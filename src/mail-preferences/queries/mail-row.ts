import type { MailPreferencesDeps } from '../deps.ts'
import type { MailRow } from '../mail-preferences.views.ts'
import { mailPath } from '../outbox-paths.ts'

type Stored = Awaited<ReturnType<MailPreferencesDeps['mail']['outbox']['list']>>['rows'][number]

/** A mail in the owner's list. */
export function toRow({ mail: { outbox }, link }: MailPreferencesDeps, mail: Stored): MailRow {
  const { _id: id, subject, to, kind, state, createdAt, sentAt, attempts, nextAttemptAt, lastError } = mail
  const isRead = outbox.transport === 'mailbox' && subject !== undefined
  return {
    id,
    kind,
    state,
    createdAt,
    attempts,
    ...(subject === undefined ? {} : { subject }),
    ...(to === undefined ? {} : { to }),
    ...(sentAt ? { sentAt } : {}),
    ...(nextAttemptAt && state === 'waiting' && nextAttemptAt > createdAt ? { nextAttemptAt } : {}),
    ...(lastError ? { error: [lastError.code, lastError.smtp].filter((part) => part !== undefined).join(' ') } : {}),
    ...(isRead ? { address: link(mailPath(id)) } : {}),
    ...(state === 'dead' && subject !== undefined ? { retryAction: link(`${mailPath(id)}/attempts`) } : {}),
    ...(state === 'dead' || state === 'waiting' ? { discardAction: link(`${mailPath(id)}/removal`) } : {}),
  }
}
