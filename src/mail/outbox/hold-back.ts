import type { MailDeps } from '../deps.ts'
import { mailSteps } from '../mail.states.ts'
import { keepUntil } from './outcomes.ts'

/**
 * Gives up every mail that waits, for the owner to look at: after a restore nobody knows which of them have been sent
 * since. Gives how many.
 */
export async function holdBack({ mails, clock }: Pick<MailDeps, 'mails' | 'clock'>): Promise<number> {
  const { from, to } = mailSteps.holdBack
  const { modifiedCount } = await mails.updateMany(
    { state: { $in: from } },
    {
      $set: { state: to, lastError: { code: 'ERESTORED' }, keepUntil: keepUntil(clock()) },
      $unset: { nextAttemptAt: 1 },
    },
  )
  return modifiedCount
}
