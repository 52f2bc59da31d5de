import { serviceMail, type Enqueued, type Mail, type MailKind, type Translator } from '../../mail/index.ts'

export const agentMailKinds: readonly MailKind[] = [
  serviceMail('agent-invitation', 'agents:mailKind.invitation', 'agents:mailKind.invitationText'),
]

/** Whom an invitation goes to, and what it needs to say. */
export interface InvitationFacts {
  id: string
  email: string
  /** The account whose proven address it is. */
  accountId?: string
  locale: string
  /** Full address of the page where it is answered. */
  address: string
  expiresAt: Date
  days: number
}

/** Sends the one mail of this feature. */
export interface AgentMail {
  invitation(facts: InvitationFacts): Promise<Enqueued>
}

/**
 * The words of the invitation: a fixed text, with nothing that anybody typed, which says who gave the address, what for,
 * how long it is kept, and how to have it erased (GDPR Art. 14).
 */
export function agentMail(
  mail: Mail,
  { translator, siteName: site }: { translator: Translator; siteName: string },
): AgentMail {
  return {
    invitation({ id, email, accountId, locale, address, expiresAt, days }) {
      const t = translator(locale)
      const message = {
        kind: 'agent-invitation',
        to: email,
        ...(accountId === undefined ? {} : { accountId }),
        locale,
        subject: t('agents:mail.subject', { site }),
        blocks: [
          { kind: 'text', text: t('agents:mail.lead', { site }) },
          { kind: 'action', label: t('agents:mail.action'), address },
          { kind: 'text', text: t('agents:mail.source', { site, count: days }) },
          { kind: 'text', text: t('agents:mail.once') },
        ],
        footer: t('agents:mail.footer', { site }),
        isSecret: true,
        usefulUntil: expiresAt,
        about: [{ kind: 'agent-invitation', id }],
      } as const
      return mail.enqueue(message, { toProvenAddress: accountId !== undefined })
    },
  }
}
