import { serviceMail, type Mail, type MailKind, type OutgoingMail, type Translator } from '../mail/index.ts'
import type { AccountMail, Recipient } from './deps.ts'

export const accountMailKinds: readonly MailKind[] = [
  serviceMail('address-to-prove', 'accounts:mailKind.prove', 'accounts:mailKind.proveText'),
  serviceMail('address-changed', 'accounts:mailKind.changed', 'accounts:mailKind.changedText'),
  serviceMail('sign-in-link', 'accounts:mailKind.signIn', 'accounts:mailKind.signInText'),
  serviceMail('identity-joined', 'accounts:mailKind.joined', 'accounts:mailKind.joinedText'),
]

/** The words of this feature's mails: fact -> message. */
export function accountMail(mail: Mail, translator: Translator): AccountMail {
  return {
    async addressToProve(to, link) {
      const say = translator(to.locale)
      const message = linkMail(to, {
        kind: 'address-to-prove',
        subject: say('accounts:mail.prove.subject'),
        texts: [say('accounts:mail.prove.text')],
        action: { label: say('accounts:mail.prove.action'), address: link },
        after: say('accounts:mail.prove.notYou'),
        footer: say('accounts:mail.prove.footer'),
      })
      return (await mail.enqueue(message, { toProvenAddress: false })).outcome === 'sent-recently'
        ? 'sent-recently'
        : 'sent'
    },
    async addressChanged(to, { link, days }) {
      const say = translator(to.locale)
      const message = linkMail(to, {
        kind: 'address-changed',
        subject: say('accounts:mail.changed.subject'),
        texts: [say('accounts:mail.changed.text'), say('accounts:mail.changed.undo', { count: days })],
        action: { label: say('accounts:mail.changed.action'), address: link },
        footer: say('accounts:mail.changed.footer'),
      })
      await mail.enqueue(message, { toProvenAddress: true })
    },
    async signInLink(to, link) {
      const say = translator(to.locale)
      const message = linkMail(to, {
        kind: 'sign-in-link',
        subject: say('accounts:mail.signIn.subject'),
        texts: [say('accounts:mail.signIn.text')],
        action: { label: say('accounts:mail.signIn.action'), address: link },
        after: say('accounts:mail.signIn.notYou'),
        footer: say('accounts:mail.signIn.footer'),
      })
      await mail.enqueue(message, { toProvenAddress: true })
    },
    async identityJoined(to, { provider }) {
      await mail.enqueue(joinedMail(to, translator(to.locale)('accounts:mail.joined.text', { provider }), translator), {
        toProvenAddress: true,
      })
    },
  }
}

function joinedMail(to: Recipient, text: string, translator: Translator): OutgoingMail {
  const say = translator(to.locale)
  return {
    ...address(to),
    kind: 'identity-joined',
    subject: say('accounts:mail.joined.subject'),
    blocks: [{ kind: 'text', text }],
    footer: say('accounts:mail.joined.footer'),
  }
}

interface LinkMail {
  kind: string
  subject: string
  texts: readonly string[]
  action: { label: string; address: string }
  after?: string
  footer: string
}

/** A mail around one link that lets its reader do something: its text is forgotten once it is sent. */
function linkMail(to: Recipient, { kind, subject, texts, action, after, footer }: LinkMail): OutgoingMail {
  const blocks: OutgoingMail['blocks'][number][] = texts.map((text) => ({ kind: 'text', text }))
  blocks.push({ kind: 'action', ...action })
  if (after !== undefined) blocks.push({ kind: 'text', text: after })
  return { ...address(to), kind, subject, blocks, footer, isSecret: true }
}

function address({ email, accountId, locale }: Recipient): { to: string; accountId: string; locale: string } {
  return { to: email, accountId, locale }
}
