import { serviceMail, type Mail, type MailKind, type OutgoingMail, type Translator } from '../../mail/index.ts'

export const accessMailKinds: readonly MailKind[] = [
  serviceMail('access-to-confirm', 'access:mailKind.confirm', 'access:mailKind.confirmText'),
  serviceMail('access-answer', 'access:mailKind.answer', 'access:mailKind.answerText'),
]

interface Words {
  mail: Mail
  translator: Translator
}

/** Asks the holder of an address whether it was them. The address is nobody's yet: the text is fixed, once in 24 hours. */
export async function mailQuestion(
  { mail, translator }: Words,
  { to, locale, address }: { to: string; locale: string; address: string },
): Promise<'sent' | 'sent-recently'> {
  const say = translator(locale)
  const message: OutgoingMail = {
    kind: 'access-to-confirm',
    to,
    locale,
    subject: say('access:mail.confirm.subject'),
    blocks: [
      { kind: 'text', text: say('access:mail.confirm.text') },
      { kind: 'action', label: say('access:mail.confirm.action'), address },
      { kind: 'text', text: say('access:mail.confirm.notYou') },
    ],
    footer: say('access:mail.confirm.footer'),
    isSecret: true,
  }
  const { outcome } = await mail.enqueue(message, { toProvenAddress: false })
  return outcome === 'sent-recently' ? outcome : 'sent'
}

/** Answers by hand, or says why not with the ways on (GDPR Art. 12(4)). */
export async function mailAnswer(
  { mail, translator }: Words,
  { to, locale, text, isRefusal }: { to: string; locale: string; text: string; isRefusal: boolean },
): Promise<void> {
  const say = translator(locale)
  await mail.enqueue(
    {
      kind: 'access-answer',
      to,
      locale,
      subject: isRefusal ? say('access:mail.declined.subject') : say('access:mail.answer.subject'),
      blocks: [
        { kind: 'text', text: isRefusal ? say('access:mail.declined.text') : say('access:mail.answer.text') },
        { kind: 'quote', text },
        ...(isRefusal ? [{ kind: 'text' as const, text: say('access:mail.declined.ways') }] : []),
      ],
      footer: say('access:mail.answer.footer'),
    },
    { toProvenAddress: true },
  )
}
