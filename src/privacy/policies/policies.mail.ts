import { serviceMail, type MailKind, type OutgoingMail, type Translator } from '../../mail/index.ts'
import type { PolicyVersion } from './policy.model.ts'

export const policyMailKinds: readonly MailKind[] = [
  serviceMail('policy-change', 'policies:mailKind.change', 'policies:mailKind.changeText'),
]

interface Words {
  translator: Translator
  siteName: string
  fullAddress: (path: string) => string
}

interface Member {
  id: string
  name: string
  email?: string
  locale: string
}

type Told = Pick<PolicyVersion, '_id' | 'policy' | 'version' | 'summary' | 'newOwner' | 'announcedAt' | 'effectiveAt'>

/** Tells a member what changes and from when on; undefined for who has no address. */
export function changeMail(
  { translator, siteName, fullAddress }: Words,
  { _id, policy, version, summary, newOwner, announcedAt, effectiveAt }: Told,
  { id: accountId, name: toName, email: to, locale }: Member,
): (OutgoingMail & { once: string }) | undefined {
  if (to === undefined || effectiveAt === undefined) return undefined
  const say = translator(locale)
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(effectiveAt)
  const text = textKeys[policy]
  return {
    kind: 'policy-change',
    to,
    toName,
    accountId,
    locale,
    subject:
      newOwner === undefined
        ? say(text.subject, { site: siteName })
        : say('policies:mail.owner.subject', { site: siteName }),
    blocks: [
      { kind: 'text', text: say(text.text, { site: siteName, day }) },
      ...(newOwner === undefined
        ? []
        : [{ kind: 'text' as const, text: say('policies:mail.owner.text', { site: siteName, owner: newOwner, day }) }]),
      { kind: 'text', text: summary },
      { kind: 'action', label: say('policies:mail.action'), address: fullAddress(`/${policy}/${version}/changes`) },
      ...(newOwner === undefined ? [] : [{ kind: 'text' as const, text: say('policies:mail.owner.choices') }]),
    ],
    ...(newOwner === undefined
      ? {}
      : {
          links: [
            { label: say('policies:choices.data'), address: fullAddress('/me/data') },
            { label: say('policies:choices.leave'), address: fullAddress('/me/deactivate') },
          ],
        }),
    footer: say('policies:mail.footer', { site: siteName }),
    about: [{ kind: 'policy', id: _id }],
    // Called off and announced again, it is told again.
    once: `policy ${_id} ${announcedAt?.getTime()} ${accountId}`,
  }
}

const textKeys = {
  privacy: { subject: 'policies:mail.privacy.subject', text: 'policies:mail.privacy.text' },
  terms: { subject: 'policies:mail.terms.subject', text: 'policies:mail.terms.text' },
  cookies: { subject: 'policies:mail.cookies.subject', text: 'policies:mail.cookies.text' },
} as const
