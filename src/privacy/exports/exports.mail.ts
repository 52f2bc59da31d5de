import { serviceMail, type Mail, type MailKind, type Translator } from '../../mail/index.ts'

export const exportMailKinds: readonly MailKind[] = [
  serviceMail('data-ready', 'my-data:mailKind.ready', 'my-data:mailKind.readyText'),
]

/** Who is told, and when what waits for them goes. */
interface Waiting {
  exportId: string
  to: string
  accountId?: string
  locale: string
  address: string
  until: Date
}

/** Tells somebody that the copy of their data waits for them, once for each copy. */
export async function mailReady(mail: Mail, translator: Translator, waiting: Waiting): Promise<void> {
  const { exportId, to, accountId, locale, address, until } = waiting
  const say = translator(locale)
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(until)
  await mail.enqueueAll([
    {
      kind: 'data-ready',
      to,
      ...(accountId === undefined ? {} : { accountId }),
      locale,
      subject: say('my-data:mail.subject'),
      blocks: [
        { kind: 'text', text: say('my-data:mail.text', { day }) },
        { kind: 'action', label: say('my-data:mail.action'), address },
        ...(accountId === undefined ? [{ kind: 'text' as const, text: say('my-data:mail.account') }] : []),
      ],
      footer: say('my-data:mail.footer'),
      usefulUntil: until,
      // A link that works without signing in is forgotten as soon as it is sent.
      isSecret: accountId === undefined,
      once: `data-ready ${exportId}`,
    },
  ])
}
