import type { MailDeps } from '../deps.ts'
import type { StoredMail } from '../mail.model.ts'
import { hostOf, readMailbox, type MailSettings } from '../settings.ts'
import { tokenFor, unsubscribeAddress } from '../wishes/unsubscribe-address.ts'
import type { Letterbag, Mailbox } from './transport.ts'

/** A stored mail that has all it takes to be sent. */
export type SendableMail = StoredMail & Required<Pick<StoredMail, 'to' | 'subject' | 'text' | 'html'>>

/** Whether a mail still says something to somebody; what was forgotten meanwhile doesn't. */
export function isSendable(mail: StoredMail): mail is SendableMail {
  const { to, subject, text, html } = mail
  return to !== undefined && subject !== undefined && text !== undefined && html !== undefined
}

/** A stored mail with the headers that every program on its way understands. */
export function toLetterbag(deps: Pick<MailDeps, 'settings' | 'secret'>, mail: SendableMail): Letterbag {
  const { settings } = deps
  const { to, toName = '', subject, text, html, messageId, createdAt, inReplyTo, references } = mail
  return {
    from: senderOf(settings),
    ...replyTo(settings, mail),
    to: { name: toName, address: to },
    subject,
    text,
    html,
    messageId,
    date: createdAt,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references === undefined ? {} : { references }),
    headers: headersOf(deps, mail),
  }
}

function replyTo(settings: MailSettings, mail: SendableMail): Pick<Letterbag, 'replyTo'> {
  if (mail.replyTo !== undefined) return { replyTo: { name: settings.siteName, address: mail.replyTo } }
  return settings.mailReplyTo === undefined ? {} : { replyTo: readMailbox(settings.mailReplyTo) }
}

function senderOf(settings: MailSettings): Mailbox {
  if (settings.mailFrom !== undefined) return readMailbox(settings.mailFrom)
  return { name: settings.siteName, address: `no-reply@${hostOf(settings)}` }
}

function headersOf(deps: Pick<MailDeps, 'settings' | 'secret'>, mail: SendableMail): Record<string, string> {
  // RFC 3834: nobody's holiday note is to answer this.
  const common = { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.locale }
  if (mail.category === 'service') return common
  const { mailUnsubscribeTo } = deps.settings
  const address = unsubscribeAddress(deps, mail)
  const byMail =
    mailUnsubscribeTo === undefined
      ? ''
      : `, <mailto:${mailUnsubscribeTo}?subject=unsubscribe%20${tokenFor(deps, mail)}>`
  return {
    ...common,
    'List-Unsubscribe': `<${address}>${byMail}`,
    // RFC 8058: the program may unsubscribe by itself; only over https.
    ...(address.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  }
}
