import { NotFound } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'
import type { UnsubscribeForm } from '../mail-preferences.forms.ts'

/**
 * Ends what the token names, or every kind that can be switched off. Whoever holds the mail may do this: no actor is
 * asked. Throws NotFound when we didn't make the token.
 */
export async function unsubscribe(
  deps: MailPreferencesDeps,
  { token, form }: { token: string; form: UnsubscribeForm },
): Promise<{ everything: boolean }> {
  const everything = form.scope === 'everything'
  // A program sends this field (RFC 8058, 3.2); our own page doesn't.
  const how = form['List-Unsubscribe'] === undefined ? 'link' : 'one-click'
  if (!(await deps.mail.preferences.unsubscribe(token, { how, everything }))) throw new NotFound('token')
  return { everything }
}
