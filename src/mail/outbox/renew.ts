import type { MailDeps } from '../deps.ts'
import type { StoredMail } from '../mail.model.ts'
import { contentOf } from './enqueue.ts'

/**
 * The mail with the words that it has now, where its kind renews them; undefined when it is not to be sent. The new
 * words are stored before they leave: what was sent is what can be looked up.
 */
export async function renewed(deps: MailDeps, mail: StoredMail): Promise<StoredMail | undefined> {
  const renew = deps.renewals.get(mail.kind)
  if (!renew) return mail
  const { to, accountId, locale, about = [], kind, category } = mail
  if (to === undefined) return undefined
  const recipient = { to, locale, about, ...(accountId === undefined ? {} : { accountId }) }
  const words = await renew(recipient)
  if (!words) return undefined
  const content = contentOf(deps, { ...recipient, ...words, kind }, category)
  if (mail.text !== content.text || mail.html !== content.html || mail.subject !== content.subject)
    await deps.mails.updateOne({ _id: mail._id, state: 'sending', attempts: mail.attempts }, { $set: content })
  return { ...mail, ...content }
}
