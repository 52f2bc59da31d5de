import { NotFound } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'
import type { MailView } from '../mail-preferences.views.ts'
import { mailPath } from '../outbox-paths.ts'
import { toRow } from './mail-row.ts'

/**
 * A mail that stayed here, with its text. Throws NotFound where mails are sent: what is in them belongs to their
 * recipients, and some of them let in who reads them.
 */
export async function showMail(deps: MailPreferencesDeps, id: string): Promise<MailView> {
  const { mail, text } = await readable(deps, id)
  return { mail: toRow(deps, mail), parts: partsOf(text), htmlAddress: deps.link(`${mailPath(id)}/html`) }
}

/** The HTML of a mail that stayed here. Throws NotFound as `showMail` does. */
export async function showMailHtml(deps: MailPreferencesDeps, id: string): Promise<string> {
  return (await readable(deps, id)).html
}

/** Addresses stand on lines of their own or between spaces; nothing else becomes a link. */
function partsOf(text: string): MailView['parts'] {
  return text
    .split(/((?<!\S)https?:\/\/\S+)/)
    .filter((part) => part !== '')
    .map((part) => (/^https?:/.test(part) ? { text: part, address: part } : { text: part }))
}

async function readable({ mail: { outbox } }: MailPreferencesDeps, id: string) {
  const mail = outbox.transport === 'mailbox' ? await outbox.find(id) : undefined
  if (mail?.text === undefined || mail.html === undefined) throw new NotFound('no such mail')
  return { mail, text: mail.text, html: mail.html }
}
