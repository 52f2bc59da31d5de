import { serviceMail, type Mail, type MailKind, type Translator } from '../mail/index.ts'
import type { FactorNews } from './deps.ts'

const kind = 'second-factor'

export const factorMailKinds: readonly MailKind[] = [
  serviceMail(kind, 'second-factor:mailKind.name', 'second-factor:mailKind.text'),
]

interface Recipient {
  id: string
  email?: string
  locale?: string
}

const texts = {
  setUp: 'second-factor:mail.setUp',
  removed: 'second-factor:mail.removed',
  reset: 'second-factor:mail.reset',
  recovered: 'second-factor:mail.recovered',
} as const satisfies Record<FactorNews, string>

/** Tells somebody what happened to their second factor. Who has no proven address can't be told. */
export async function mailNews(
  { mail, translator, address }: { mail: Mail; translator: Translator; address: string },
  { id, email, locale = 'en' }: Recipient,
  news: FactorNews,
): Promise<void> {
  if (email === undefined) return
  const say = translator(locale)
  const message = {
    to: email,
    accountId: id,
    locale,
    kind,
    subject: say('second-factor:mail.subject'),
    blocks: [
      { kind: 'text' as const, text: say(texts[news]) },
      { kind: 'text' as const, text: say('second-factor:mail.notYou') },
      { kind: 'action' as const, label: say('second-factor:mail.action'), address },
    ],
    footer: say('second-factor:mail.footer'),
  }
  await mail.enqueue(message, { toProvenAddress: true })
}
