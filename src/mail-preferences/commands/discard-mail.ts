import { allow, Conflict, type Actor } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'
import { mayManageMail } from '../outbox.policy.ts'

/** Lets a waiting or given-up mail never be sent. Throws NotAllowed, or Conflict when it is neither any more. */
export async function discardMail(deps: MailPreferencesDeps, actor: Actor, { id }: { id: string }): Promise<void> {
  allow(mayManageMail(actor))
  if (!(await deps.mail.outbox.discard(id))) throw new Conflict('mail:rules.notWaiting')
  await deps.audit.record(actor, { action: 'mail.discard', thing: { kind: 'mail', id } })
}
