import { NotFound } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'
import type { UnsubscribeView } from '../mail-preferences.views.ts'

/** What a token of a mail would end. Throws NotFound when we didn't make it. */
export function showUnsubscribe({ mail, link }: MailPreferencesDeps, token: string): UnsubscribeView {
  const found = mail.preferences.read(token)
  if (!found) throw new NotFound('token')
  const action = link(`/unsubscribe/${token}`)
  return { action, ...(found.kind ? { titleKey: found.kind.titleKey } : {}) }
}
