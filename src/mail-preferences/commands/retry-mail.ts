import { allow, Conflict, type Actor } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'
import { mayManageMail } from '../outbox.policy.ts'

/** Tries a given-up mail again. Throws NotAllowed, or Conflict when it is no longer given up or its text is gone. */
export async function retryMail(deps: MailPreferencesDeps, actor: Actor, { id }: { id: string }): Promise<void> {
  allow(mayManageMail(actor))
  if (!(await deps.mail.outbox.retry(id))) throw new Conflict('mail:rules.notWaiting')
  await deps.audit.record(actor, { action: 'mail.retry', thing: { kind: 'mail', id } })
}
