import type { Mail, MailKind, OutgoingMail } from '../mail/index.ts'
import type { MessageKey } from '../kernel/index.ts'
import { purposeKeys } from './labels.words.ts'
import type { Testimonial } from './testimonial.model.ts'
import type { Purpose } from './testimonials.words.ts'

/** Gives the text of a message key in a language. */
export type Translator = (locale: string) => (key: MessageKey, params?: Record<string, string | number>) => string

const service = (kind: string, titleKey: MessageKey, textKey: MessageKey): MailKind => ({
  kind,
  category: 'service',
  default: 'on',
  titleKey,
  textKey,
})

export const testimonialMailKinds: readonly MailKind[] = [
  service('testimonial-consent', 'testimonials:mailKind.consent', 'testimonials:mailKind.consentText'),
  service('testimonial-receipt', 'testimonials:mailKind.receipt', 'testimonials:mailKind.receiptText'),
]

/** Sends the person behind a testimonial one of the mails of this feature. */
export interface TestimonialMail {
  /** Asks for consent, with the exact words. Gives the Message-ID. */
  consent(item: Testimonial, address: string): Promise<string>
  reminder(item: Testimonial, address: string): Promise<void>
  receipt(item: Testimonial, told: { address: string; purposes: readonly Purpose[] }): Promise<void>
  withdrawn(item: Testimonial): Promise<void>
  yearly(item: Testimonial, address: string): Promise<void>
}

/** The words of this feature's mails: fact -> message. `siteName` is who asks. */
export function testimonialMail(
  mail: Mail,
  { translator, siteName }: { translator: Translator; siteName: string },
): TestimonialMail {
  const say = ({ locale }: Testimonial) => translator(locale)
  const send = async (item: Testimonial, message: Letter): Promise<string> => {
    const sent = await mail.enqueue(toOutgoing(item, message), { toProvenAddress: true })
    // Service mail is refused to nobody, and an address was checked when it was taken.
    if (sent.outcome !== 'queued') throw new Error(`a service mail was not queued: ${sent.outcome}`)
    return sent.messageId
  }
  return {
    consent: (item, address) => send(item, consentLetter(item, { t: say(item), address, siteName })),
    async reminder(item, address) {
      const letter = consentLetter(item, { t: say(item), address, siteName })
      const lead = { kind: 'text', text: say(item)('testimonials:mail.reminder', { company: siteName }) } as const
      await send(item, { ...letter, blocks: [lead, ...letter.blocks] })
    },
    async receipt(item, { address, purposes }) {
      await send(item, receiptLetter(item, { t: say(item), address, siteName, purposes }))
    },
    async withdrawn(item) {
      await send(item, withdrawnLetter({ t: say(item), siteName }))
    },
    async yearly(item, address) {
      await send(item, yearlyLetter(item, { t: say(item), address, siteName }))
    },
  }
}

type Letter = Pick<OutgoingMail, 'kind' | 'subject' | 'blocks' | 'footer' | 'isSecret'>

/**
 * To an address that nobody proved this goes as to a proven one: a person who works here has read the words and sends
 * them, at most three times.
 */
function toOutgoing(item: Testimonial, letter: Letter): OutgoingMail {
  const { email = '', accountId, locale, _id: id } = item
  return {
    to: email,
    locale,
    ...letter,
    about: [{ kind: 'testimonial', id }],
    ...(accountId === undefined ? {} : { accountId }),
  }
}

function consentLetter(
  item: Testimonial,
  { t, address, siteName: company }: { t: ReturnType<Translator>; address: string; siteName: string },
): Letter {
  const facts = [item.name, item.role, item.company].filter((fact) => fact !== '')
  return {
    kind: 'testimonial-consent',
    isSecret: true,
    subject: t('testimonials:mail.consent.subject', { company }),
    blocks: [
      { kind: 'text', text: t('testimonials:mail.consent.lead', { company }) },
      { kind: 'quote', text: item.text },
      { kind: 'list', items: facts },
      { kind: 'text', text: t('testimonials:mail.consent.how') },
      { kind: 'action', label: t('testimonials:mail.consent.action'), address },
      { kind: 'text', text: t('testimonials:mail.consent.silence') },
    ],
    footer: t('testimonials:mail.consent.footer', { company }),
  }
}

interface Told {
  t: ReturnType<Translator>
  address: string
  siteName: string
}

function receiptLetter(
  item: Testimonial,
  { t, address, siteName: company, purposes }: Told & { purposes: readonly Purpose[] },
): Letter {
  return {
    kind: 'testimonial-receipt',
    isSecret: true,
    subject: t('testimonials:mail.receipt.subject'),
    blocks: [
      { kind: 'text', text: t('testimonials:mail.receipt.lead') },
      { kind: 'quote', text: item.text },
      { kind: 'list', items: purposes.map((purpose) => t(purposeKeys[purpose])) },
      { kind: 'action', label: t('testimonials:mail.receipt.action'), address },
      { kind: 'text', text: t('testimonials:mail.receipt.keep') },
    ],
    footer: t('testimonials:mail.receipt.footer', { company }),
  }
}

/** Quotes nothing: what is withdrawn is not sent about once more. */
function withdrawnLetter({ t, siteName: company }: Omit<Told, 'address'>): Letter {
  return {
    kind: 'testimonial-receipt',
    subject: t('testimonials:mail.withdrawn.subject'),
    blocks: [{ kind: 'text', text: t('testimonials:mail.withdrawn.text', { company }) }],
    footer: t('testimonials:mail.receipt.footer', { company }),
  }
}

function yearlyLetter(item: Testimonial, { t, address, siteName: company }: Told): Letter {
  return {
    kind: 'testimonial-consent',
    isSecret: true,
    subject: t('testimonials:mail.yearly.subject'),
    blocks: [
      { kind: 'text', text: t('testimonials:mail.yearly.lead', { company }) },
      { kind: 'quote', text: item.text },
      { kind: 'action', label: t('testimonials:mail.yearly.action'), address },
    ],
    footer: t('testimonials:mail.receipt.footer', { company }),
  }
}
